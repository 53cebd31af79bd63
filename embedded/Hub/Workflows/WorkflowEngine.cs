using Embedded.Hub.Storage;
using Embedded.Hub.Workflows.Running;
using Embedded.Hub.Workflows.Writing;
using Embedded.Workflow.Protocol;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;

namespace Embedded.Hub.Workflows;

/// <summary>
/// Runs the workflows of all apps: hands turns and activities to the workers that are connected, writes what comes of
/// them, and wakes what waits for a time. Everything that an instance was promised is on disk before anybody acts on
/// it; what is not on disk (an activity's result until the turn that takes it, a timer that fired) comes again after
/// a crash, because its beginning is.
/// </summary>
internal sealed class WorkflowEngine : IDisposable
{
    private readonly GroupCommit _commits;
    private readonly TimeProvider _time;

    public WorkflowEngine(Database database, GroupCommit commits, TimeProvider time, ILogger logger)
    {
        _commits = commits;
        _time = time;
        Board = new InstanceBoard(time, logger);
        foreach (var instance in database.Read(0, static (session, _) => WorkflowRows.ReadActive(session)))
            Board.Begin(instance);
    }

    /// <summary>What is running now.</summary>
    public InstanceBoard Board { get; }

    public void Dispose() => Board.Dispose();

    /// <summary>Starts an instance; false where the app has one of that id.</summary>
    public Task<bool> StartAsync(string app, HistoryEvent begin) => _commits.RunAsync(new StartWork(Board, app, begin));

    /// <summary>Tells an instance something; false where there is none that runs.</summary>
    public Task<bool> TellAsync(string app, string id, HistoryEvent told, bool? suspend = null) =>
        _commits.RunAsync(new TellWork(Board, app, id, told, suspend));

    /// <summary>Ends an instance; false where there is none that runs.</summary>
    public Task<bool> TerminateAsync(string app, string id, string? output, bool recursive) =>
        _commits.RunAsync(new TerminateWork(Board, app, id, output, recursive, Now()));

    /// <summary>Removes an instance that has ended.</summary>
    public Task<(int Removed, bool HasNotEnded)> PurgeAsync(string app, string id, bool recursive, bool force) =>
        _commits.RunAsync(new PurgeOneWork(Board, app, id, recursive, force));

    /// <summary>Removes all instances that have ended and pass the filter, some at a time.</summary>
    public async Task<int> PurgeAsync(string app, PurgeFilter filter)
    {
        var removed = 0;
        while (true)
        {
            var some = await _commits.RunAsync(new PurgeManyWork(app, filter));
            removed += some;
            if (some < PurgeManyWork.MostAtOnce)
                return removed;
        }
    }

    /// <summary>A worker answers a turn. One that is over, or went to another since, changes nothing.</summary>
    public void Complete(string app, WorkflowResponse response)
    {
        var now = Now();
        var commit = Board.Answered(app, response, turn =>
        {
            var result = TurnResult.Of(turn.Instance, turn.Taken, response, now.ToDateTimeOffset());
            if (!result.IsRepeatable || turn.TakenFromInbox > 0 || response.CustomStatus is not null)
                return new TurnCommit(this, turn, result, response.CustomStatus ?? turn.Instance.CustomStatus, now);
            Board.Deferred(turn, result);
            return null;
        });
        if (commit is not null)
            _commits.Enqueue(commit);
    }

    private Timestamp Now() => Timestamp.FromDateTimeOffset(_time.GetUtcNow());
}
