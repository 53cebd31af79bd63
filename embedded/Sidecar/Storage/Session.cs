using Microsoft.Data.Sqlite;

namespace Embedded.Sidecar.Storage;

/// <summary>One connection and its prepared statements. Only one thread at a time uses a session.</summary>
internal sealed class Session(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, Statement> _statements = [];

    /// <summary>A prepared statement; a text is prepared only once.</summary>
    public Statement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new Statement(connection.Handle!, sql));
        return statement;
    }

    public void Execute(string sql) => Prepare(sql).Execute();

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        connection.Dispose();
    }
}
