using Dapr.DurableTask.Protobuf;

namespace Embedded.Sidecar.Workflows.Instances;

/// <summary>The worker pools of all apps. Guarded by the lock of <see cref="ActiveInstances"/>.</summary>
internal sealed class WorkerPools
{
    private readonly TimeProvider _time;
    private readonly Dictionary<string, WorkerPool> _pools = new(StringComparer.Ordinal);
    private readonly long _firstLease;
    private long _lease;

    public WorkerPools(TimeProvider time)
    {
        _time = time;
        // Begins with the time, so that this process gives no lease number that an earlier hub process gave.
        _lease = _firstLease = time.GetUtcNow().ToUnixTimeMilliseconds() << 20;
    }

    public WorkerPool Of(string app)
    {
        if (!_pools.TryGetValue(app, out var pool))
            _pools.Add(app, pool = new WorkerPool(_time, () => ++_lease));
        return pool;
    }

    public void Enqueue(Work work) => Of(work.App).Enqueue(work);

    public void Cancel(Work work) => Of(work.App).Cancel(work);

    /// <summary>Cancels everything that workers do for an instance, or would do.</summary>
    public void CancelAll(Instance instance)
    {
        if (instance.Turn is { } turn)
            Cancel(turn);
        instance.Turn = null;
        foreach (var activity in instance.Activities.Values)
            Cancel(activity);
    }

    /// <summary>Ends the lease of a turn that a worker answers; null where the lease has ended already.</summary>
    public TurnWork? CompleteTurn(string app, WorkflowResponse response) =>
        CompletionToken.TryParse(response.CompletionToken) is var (lease, _) && Of(app).Complete(lease) is TurnWork { IsCancelled: false } turn
            ? turn
            : null;

    /// <summary>
    /// Ends the lease of an activity that a worker answers; null where nobody waits for the answer. The lease may be
    /// of an earlier hub process: the first answer counts, from that worker or from the one that leased the activity
    /// from this process.
    /// </summary>
    /// <param name="app">The worker's app-id.</param>
    /// <param name="response">The answer.</param>
    /// <param name="find">Finds an active instance by its id.</param>
    public ActivityWork? CompleteActivity(string app, ActivityResponse response, Func<string, Instance?> find)
    {
        if (CompletionToken.TryParse(response.CompletionToken) is not var (lease, executionId))
            return null;
        var activity = Of(app).Complete(lease) as ActivityWork;
        if (activity is null && lease < _firstLease && find(response.InstanceId) is { } instance && instance.ExecutionId == executionId)
            activity = instance.Activities.GetValueOrDefault(response.TaskId);
        if (activity is not { IsCancelled: false, Instance.HasEnded: false })
            return null;
        Cancel(activity);
        return activity;
    }
}
