using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Embedded.Sidecar.Storage;

/// <summary>
/// A prepared statement. It uses SQLitePCL directly, because a SqliteParameter accepts only a byte[]: this way SQLite
/// reads a value from the memory that it arrived in.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public Statement(sqlite3 database, string sql)
    {
        _database = database;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), database);
    }

    public Statement Bind(int index, string? value)
    {
        if (value is null)
            raw.sqlite3_bind_null(_statement, index);
        else
            raw.sqlite3_bind_text(_statement, index, value);
        return this;
    }

    public Statement Bind(int index, long? value)
    {
        if (value is { } number)
            raw.sqlite3_bind_int64(_statement, index, number);
        else
            raw.sqlite3_bind_null(_statement, index);
        return this;
    }

    public Statement Bind(int index, ReadOnlySpan<byte> value)
    {
        // An empty span has no address, and SQLite reads a blob without an address as NULL.
        if (value.IsEmpty)
            raw.sqlite3_bind_zeroblob(_statement, index, 0);
        else
            raw.sqlite3_bind_blob(_statement, index, value);
        return this;
    }

    /// <summary>Goes to the next row; false after the last. The caller must call <see cref="Reset"/> afterwards.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
            return true;
        if (code == raw.SQLITE_DONE)
            return false;

        var failure = Failure(code);
        Reset();
        throw failure;
    }

    /// <summary>Runs the statement to its end.</summary>
    /// <returns>How many rows changed.</returns>
    public int Execute()
    {
        while (Step())
        {
        }

        Reset();
        return raw.sqlite3_changes(_database);
    }

    public void Reset() => raw.sqlite3_reset(_statement);

    public long Integer(int column) => raw.sqlite3_column_int64(_statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public byte[] Blob(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public void Dispose() => _statement.Dispose();

    private SqliteException Failure(int code) =>
        new($"SQLite error {code}: {raw.sqlite3_errmsg(_database).utf8_to_string()}", code, raw.sqlite3_extended_errcode(_database));
}
