using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Embedded.Sidecar.Storage;

/// <summary>
/// The file <c>hub.db</c> of a data directory. WAL, so that readers and the writer don't wait for each other, and
/// synchronous=FULL, because in WAL mode NORMAL leaves a commit to be synced by the next checkpoint.
/// </summary>
internal sealed class Database : IDisposable
{
    public const string FileName = "hub.db";
    private static readonly int Version = Schema.Steps.Length;
    private const long CheckedWholeUpToBytes = 32 << 20;

    private readonly ConcurrentBag<Session> _idleReaders = [];

    private Database(string path, Session writing)
    {
        Path = path;
        Writing = writing;
    }

    public string Path { get; }

    /// <summary>The only connection that writes.</summary>
    public Session Writing { get; }

    /// <exception cref="HubStartException">The folder or the file can't be used.</exception>
    public static Database Open(string dataDirectory)
    {
        var path = System.IO.Path.Combine(dataDirectory, FileName);
        try
        {
            Directory.CreateDirectory(dataDirectory);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new HubStartException($"The data directory {dataDirectory} can't be made: {failure.Message}", failure);
        }

        Session? session = null;
        try
        {
            session = new Session(Connect(path));
            Prepare(session, path);
            return new Database(path, session);
        }
        catch (Exception failure) when (failure is SqliteException or HubStartException)
        {
            session?.Dispose();
            if (failure is HubStartException)
                throw;
            throw new HubStartException(Explain((SqliteException)failure, path), failure);
        }
    }

    /// <summary>Reads on a connection that no other thread uses at the same time.</summary>
    public T Read<TState, T>(TState state, Func<Session, TState, T> read)
    {
        if (!_idleReaders.TryTake(out var session))
            session = OpenReader();
        try
        {
            var result = read(session, state);
            _idleReaders.Add(session);
            return result;
        }
        catch
        {
            // The session may be in the middle of a statement, and is not used again.
            session.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        while (_idleReaders.TryTake(out var session))
            session.Dispose();
        Writing.Dispose();
    }

    private Session OpenReader()
    {
        var session = new Session(Connect(Path));
        session.Execute("PRAGMA query_only = 1");
        return session;
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        connection.Open();
        SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle!, 5_000);
        return connection;
    }

    private static void Prepare(Session session, string path)
    {
        var version = Single(session, "PRAGMA user_version");
        if (version > Version)
            throw new HubStartException(
                $"{path} has schema version {version}, written by a newer program; this one knows up to {Version}. "
                + "Use the newer program or another data directory.");
        if (version == 0 && Single(session, "SELECT count(*) FROM sqlite_schema") > 0)
            throw new HubStartException($"{path} is a database, but not a hub's. Use another data directory.");
        if (new FileInfo(path).Length <= CheckedWholeUpToBytes)
            CheckWhole(session, path);

        session.Execute("PRAGMA journal_mode = WAL");
        session.Execute("PRAGMA synchronous = FULL");
        // 16 MB: a checkpoint writes a page once, however often the page changed since the last checkpoint.
        session.Execute("PRAGMA wal_autocheckpoint = 4000");
        session.Execute("PRAGMA cache_size = -65536");
        for (; version < Version; version++)
            Upgrade(session, version);
        // Fails at the start, and not at the first request, where the file can't be written.
        session.Execute("BEGIN IMMEDIATE");
        session.Execute("UPDATE numbers SET next = next");
        session.Execute("COMMIT");
    }

    private static void Upgrade(Session session, long from)
    {
        session.Execute("BEGIN IMMEDIATE");
        foreach (var sql in Schema.Steps[from])
            session.Execute(sql);
        session.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {from + 1}"));
        session.Execute("COMMIT");
    }

    private static void CheckWhole(Session session, string path)
    {
        var check = session.Prepare("PRAGMA quick_check(1)");
        var finding = check.Step() ? check.Text(0) : "no answer";
        check.Reset();
        if (finding != "ok")
            throw new HubStartException(Corrupt(path, finding));
    }

    private static long Single(Session session, string sql)
    {
        var statement = session.Prepare(sql);
        statement.Step();
        var value = statement.Integer(0);
        statement.Reset();
        return value;
    }

    private static string Explain(SqliteException failure, string path) =>
        failure.SqliteErrorCode is SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_CORRUPT
            ? Corrupt(path, failure.Message)
            : $"{path} can't be opened for writing: {failure.Message}";

    private static string Corrupt(string path, string finding) =>
        $"{path} is corrupt ({finding}). It was left as it is: move it away to start empty, or put a backup in its place.";
}
