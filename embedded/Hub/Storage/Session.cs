using Microsoft.Data.Sqlite;

namespace Embedded.Hub.Storage;

/// <summary>One connection and the statements prepared on it. Used by one thread at a time.</summary>
internal sealed class Session(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, Statement> _statements = [];

    /// <summary>The statement of this text, prepared once.</summary>
    public Statement Of(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new Statement(connection.Handle!, sql));
        return statement;
    }

    public void Execute(string sql) => Of(sql).Execute();

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        connection.Dispose();
    }
}
