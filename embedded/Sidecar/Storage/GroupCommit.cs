using Microsoft.Data.Sqlite;

namespace Embedded.Sidecar.Storage;

/// <summary>
/// The only writer. Units of work wait in a list; the writer's thread runs all that wait in one transaction, and
/// completes them after the commit. While a commit is synced, the next list fills: the more requests there are, the
/// more of them share a sync.
/// </summary>
internal sealed partial class GroupCommit : IDisposable
{
    private readonly object _gate = new();
    private readonly Database _database;
    private readonly WriteScope _scope;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private List<WriteWork> _waiting = [];
    private bool _stopping;

    public GroupCommit(Database database, ILogger logger)
    {
        _database = database;
        _logger = logger;
        _scope = new WriteScope(database.Writing);
        _thread = new Thread(WriteUntilStopped) { Name = "hub writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Queues a unit of work, which is told its outcome by a call of its methods.</summary>
    public void Enqueue(WriteWork work)
    {
        lock (_gate)
        {
            if (!_stopping)
            {
                _waiting.Add(work);
                if (_waiting.Count == 1)
                    Monitor.Pulse(_gate);
                return;
            }
        }

        work.Failed(new HubUnavailableException($"The hub of {_database.Path} has stopped."));
    }

    /// <summary>Queues a unit of work; the task completes when the unit is on disk.</summary>
    /// <exception cref="HubUnavailableException">The hub stops, or could not write.</exception>
    public Task<T> RunAsync<T>(WriteWork<T> work)
    {
        Enqueue(work);
        return work.Completion;
    }

    /// <summary>Writes the waiting units, and fails later ones.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
    }

    private void WriteUntilStopped()
    {
        var batch = new List<WriteWork>();
        while (true)
        {
            lock (_gate)
            {
                while (_waiting.Count == 0 && !_stopping)
                    Monitor.Wait(_gate);
                if (_waiting.Count == 0)
                    return;
                (batch, _waiting) = (_waiting, batch);
            }

            Write(batch);
            batch.Clear();
        }
    }

    private void Write(List<WriteWork> batch)
    {
        if (TryCommit(batch) is not { } failure)
        {
            foreach (var work in batch)
                Complete(work);
            return;
        }

        // One unit caused the failure. Each gets a transaction of its own, so that only that unit fails.
        foreach (var work in batch)
        {
            if (batch.Count > 1)
                failure = TryCommit([work]);
            if (failure is null)
                Complete(work);
            else
                work.Failed(new HubUnavailableException($"The hub could not write to {_database.Path}: {failure.Message}", failure));
        }
    }

    private Exception? TryCommit(List<WriteWork> batch)
    {
        try
        {
            _scope.Session.Execute("BEGIN IMMEDIATE");
            foreach (var work in batch)
                work.Run(_scope);
            _scope.Session.Execute("COMMIT");
            return null;
        }
#pragma warning disable CA1031 // The exception goes to the caller that waits for the unit.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            RolledBack(_logger, failure, batch.Count, _database.Path);
            RollBack();
            return failure;
        }
    }

    private void RollBack()
    {
        _scope.RolledBack();
        try
        {
            _scope.Session.Execute("ROLLBACK");
        }
        catch (SqliteException noTransaction)
        {
            // SQLite rolls back by itself in some cases, for example when the disk is full.
            NothingToRollBack(_logger, noTransaction);
        }
    }

    private void Complete(WriteWork work)
    {
        try
        {
            work.Committed();
        }
#pragma warning disable CA1031 // One faulty completion must not end the writer, on which all callers depend.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            CompletionFailed(_logger, failure, work.GetType().Name);
        }
    }

    [LoggerMessage(EventId = 860, Level = LogLevel.Warning, Message = "A transaction of {Count} units of work was rolled back in {Path}")]
    private static partial void RolledBack(ILogger logger, Exception failure, int count, string path);

    [LoggerMessage(EventId = 861, Level = LogLevel.Debug, Message = "There was nothing to roll back")]
    private static partial void NothingToRollBack(ILogger logger, Exception noTransaction);

    [LoggerMessage(EventId = 862, Level = LogLevel.Error, Message = "{Work} is on disk but its completion failed")]
    private static partial void CompletionFailed(ILogger logger, Exception failure, string work);
}
