using System.Runtime.CompilerServices;
using Dapr.DurableTask.Protobuf;
using Embedded.Sidecar.Storage;
using Embedded.Sidecar.Workflows.Instances;
using Embedded.Sidecar.Workflows.Rows;
using Google.Protobuf.WellKnownTypes;

namespace Embedded.Sidecar.Workflows.Engine;

/// <summary>
/// Runs the workflows of all apps: gives turns and activities to the connected workers, writes the results, and fires
/// timers. Nothing happens because of a result before the result is on disk, except what is safe to repeat after a
/// crash.
/// </summary>
internal sealed class WorkflowEngine : IDisposable
{
    private readonly GroupCommit _commits;
    private readonly TimeProvider _time;

    public WorkflowEngine(Database database, GroupCommit commits, TimeProvider time, ILogger logger)
    {
        _commits = commits;
        _time = time;
        Instances = new ActiveInstances(time, logger);
        foreach (var instance in database.Read(0, static (session, _) => WorkflowRows.ReadActive(session)))
            Instances.Add(instance);
    }

    public ActiveInstances Instances { get; }

    public void Dispose() => Instances.Dispose();

    /// <summary>Starts an instance; false where the app has one of that id.</summary>
    public Task<bool> StartAsync(string app, HistoryEvent startEvent) => _commits.RunAsync(new StartInstanceWork(Instances, app, startEvent));

    /// <summary>Adds an event to the inbox of an active instance, and suspends or resumes it; false where there is no such instance.</summary>
    public Task<bool> AddToInboxAsync(string app, string id, HistoryEvent added, bool? suspend = null) =>
        _commits.RunAsync(new AddToInboxWork(Instances, app, id, added, suspend));

    /// <summary>Terminates an active instance; false where there is no such instance.</summary>
    public Task<bool> TerminateAsync(string app, string id, string? output, bool recursive) =>
        _commits.RunAsync(new TerminateWork(Instances, app, id, output, recursive, Now()));

    /// <summary>Removes an instance.</summary>
    public Task<(int Removed, bool HasNotEnded)> PurgeAsync(string app, string id, bool recursive, bool force) =>
        _commits.RunAsync(new PurgeOneWork(Instances, app, id, recursive, force));

    /// <summary>Removes the instances that ended longer ago than they are kept.</summary>
    public async Task<int> PurgeAsync(string app, WorkflowRetention retention)
    {
        return await PurgeEndedAsync(OrchestrationStatus.Completed, retention.Completed)
            + await PurgeEndedAsync(OrchestrationStatus.Failed, retention.Failed)
            + await PurgeEndedAsync(OrchestrationStatus.Terminated, retention.Terminated);

        async Task<int> PurgeEndedAsync(OrchestrationStatus status, TimeSpan? kept) => kept is { } time
            ? await PurgeAsync(app, new PurgeFilter(null, null, (_time.GetUtcNow() - time).ToUnixTimeMilliseconds(), [status]))
            : 0;
    }

    /// <summary>Removes all instances that have ended and that the filter selects.</summary>
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

    /// <summary>Accepts a worker's answer to a turn. An answer to a lease that has ended changes nothing.</summary>
    public void CompleteTurn(string app, WorkflowResponse response)
    {
        var now = Now();
        var write = Instances.CompleteTurn(app, response, turn =>
        {
            var result = TurnResult.Of(turn.Instance, turn.NewEvents, response, now);
            if (!result.IsRepeatable || turn.InboxCount > 0 || response.CustomStatus is not null)
                return new TurnWriteWork(Instances, turn, result, response.CustomStatus ?? turn.Instance.CustomStatus, now, Terminate);
            Instances.ApplyUnwrittenTurn(turn, result);
            return null;

            void Terminate(TerminateWorkflowAction action) =>
                _ = TerminateAsync(turn.Instance.App, action.InstanceId, action.Reason, action.Recurse);
        });
        if (write is not null)
            _commits.Enqueue(write);
    }

    /// <summary>Connects a worker and receives its work items until cancelled.</summary>
    public async IAsyncEnumerable<WorkItem> GetWorkItemsAsync(string app, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var worker = Instances.Connect(app);
        try
        {
            await foreach (var item in worker.Items.ReadAllAsync(cancellation))
                yield return item;
        }
        finally
        {
            Instances.Disconnect(worker);
        }
    }

    private Timestamp Now() => Timestamp.FromDateTimeOffset(_time.GetUtcNow());
}
