using Embedded.Hub.Workflows.Working;
using Embedded.Hub.Workflows.Writing;
using Embedded.Workflow.Protocol;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;

namespace Embedded.Hub.Workflows.Running;

/// <summary>
/// The instances that have not ended, as they are on disk, the workers that are connected, and who has what. One lock
/// guards all of it; nothing in here waits. What changes an instance has been written before it gets here, but for an
/// activity's result and a timer that fired: those come again after a crash, because what they answer is on disk.
/// </summary>
internal sealed class InstanceBoard : IDisposable
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Dictionary<long, Instance> _active = [];
    private readonly Dictionary<(string App, string Id), Instance> _byId = [];
    private readonly Dictionary<string, WorkerPool> _pools = new(StringComparer.Ordinal);
    private readonly Alarms _alarms;
    private readonly long _firstToken;
    private long _token;

    public InstanceBoard(TimeProvider time, ILogger logger)
    {
        _time = time;
        _logger = logger;
        _alarms = new Alarms(time, Ring);
        // A token of an earlier hub process must never be one of this.
        _token = _firstToken = time.GetUtcNow().ToUnixTimeMilliseconds() << 20;
    }

    public void Dispose() => _alarms.Dispose();

    /// <summary>Answers with an instance that runs, under the lock; the default where there is none.</summary>
    public T? WithActive<T>(string app, string id, Func<Instance, T> read)
    {
        lock (_lock)
            return _byId.TryGetValue((app, id), out var instance) ? read(instance) : default;
    }

    /// <summary>A worker comes.</summary>
    public Worker Join(string app, GetWorkItemsRequest request)
    {
        lock (_lock)
        {
            var worker = new Worker(app, request);
            PoolOf(app).Join(worker);
            return worker;
        }
    }

    /// <summary>A worker goes.</summary>
    public void Leave(Worker worker)
    {
        lock (_lock)
            PoolOf(worker.App).Leave(worker);
    }

    /// <summary>The turn that a worker answers; null for one that is over, or went to another since.</summary>
    /// <param name="app">The worker's app-id.</param>
    /// <param name="response">Its answer.</param>
    /// <param name="make">Makes what comes of it, under the lock.</param>
    public T? Answered<T>(string app, WorkflowResponse response, Func<TurnWork, T?> make)
        where T : class
    {
        lock (_lock)
            return CompletionToken.Parse(response.CompletionToken) is var (token, _) && PoolOf(app).Answered(token) is TurnWork { IsOver: false } turn
                ? make(turn)
                : null;
    }

    /// <summary>
    /// A worker answers an activity. Also one that an earlier hub process handed out: it counts whoever answers first,
    /// that worker or the one that has it from this process.
    /// </summary>
    public void Answered(string app, ActivityResponse response)
    {
        lock (_lock)
        {
            if (CompletionToken.Parse(response.CompletionToken) is not var (token, executionId))
                return;
            var work = PoolOf(app).Answered(token) as ActivityWork;
            if (work is null && token < _firstToken && _byId.TryGetValue((app, response.InstanceId), out var instance) && instance.ExecutionId == executionId)
                work = instance.Activities.GetValueOrDefault(response.TaskId);
            if (work is not { IsOver: false, Instance.HasEnded: false })
                return;
            PoolOf(work.App).Forget(work);
            Tell(work.Instance, new InboxEvent(EventOf(work, response), 0));
        }
    }

    /// <summary>An instance is on disk: it begins, or goes on where another hub process left it.</summary>
    public void Begin(Instance instance)
    {
        lock (_lock)
        {
            _active.Add(instance.Key, instance);
            _byId.Add((instance.App, instance.Id), instance);
            foreach (var activity in instance.Activities.Values)
                PoolOf(activity.App).Offer(activity);
            foreach (var timer in instance.Timers.Values)
                SetTimer(instance, timer);
            if (instance.Turns == 0 && instance.Started.ScheduledStartTimestamp?.ToDateTimeOffset() is { } at && at > _time.GetUtcNow())
            {
                instance.IsScheduled = true;
                _alarms.Set(new Alarm(instance, instance.ExecutionId, Alarm.Start), at);
            }

            OfferTurn(instance);
        }
    }

    /// <summary>What an instance was told is on disk.</summary>
    public void Tell(long key, InboxEvent told, bool? suspend)
    {
        lock (_lock)
        {
            if (!_active.TryGetValue(key, out var instance))
                return;
            instance.IsSuspended = suspend ?? instance.IsSuspended;
            Tell(instance, told);
        }
    }

    /// <summary>A turn is on disk.</summary>
    public void Committed(
        TurnWork turn, TurnResult result, string? customStatus,
        IReadOnlyList<Instance> children, IReadOnlyList<InboxEvent> carriedOver, IReadOnlyList<InstanceTold> told)
    {
        var instance = turn.Instance;
        lock (_lock)
        {
            if (instance.HasEnded)
                return;
            instance.Turn = null;
            instance.CustomStatus = customStatus;
            instance.Unwritten.Clear();
            instance.Inbox.RemoveRange(0, turn.TakenFromInbox);
            if (result.Again is { } again)
            {
                Release(instance);
                instance.BeginAgain(again);
                instance.Inbox.RemoveAll(static left => left.IsAnswer);
                instance.Inbox.InsertRange(0, carriedOver);
            }
            else
            {
                instance.Append(result.Events);
                if (result.End is not null)
                    Remove(instance);
                else
                    GoOn(instance, result.Events);
            }

            foreach (var child in children)
                Begin(child);
            foreach (var (key, news) in told)
                Tell(key, news, null);
            OfferTurn(instance);
        }
    }

    /// <summary>A turn needs no writing by itself.</summary>
    public void Deferred(TurnWork turn, TurnResult result)
    {
        var instance = turn.Instance;
        lock (_lock)
        {
            if (instance.HasEnded)
                return;
            instance.Turn = null;
            instance.Unwritten.AddRange(result.Events);
            instance.Append(result.Events);
            GoOn(instance, result.Events);
            OfferTurn(instance);
        }
    }

    /// <summary>A turn could not be written: it is taken again a little later.</summary>
    public void NotCommitted(TurnWork turn, Exception failure)
    {
        _logger.LogWarning(failure, "A turn of workflow {Name} with id {Id} could not be written; it is taken again", turn.Instance.Started.Name, turn.Instance.Id);
        _alarms.Set(new Alarm(turn.Instance, turn.Instance.ExecutionId, Alarm.Turn), _time.GetUtcNow() + AfterFailure);
    }

    /// <summary>An instance was ended from outside.</summary>
    public void End(long key, IReadOnlyList<HistoryEvent> events, InstanceTold? parent)
    {
        lock (_lock)
        {
            if (_active.TryGetValue(key, out var instance))
            {
                instance.Append(events);
                Remove(instance);
            }

            if (parent is var (parentKey, told))
                Tell(parentKey, told, null);
        }
    }

    /// <summary>An instance is no longer in the file.</summary>
    public void Drop(long key)
    {
        lock (_lock)
            if (_active.TryGetValue(key, out var instance))
                Remove(instance);
    }

    private HistoryEvent EventOf(ActivityWork work, ActivityResponse response) => TurnResult.EventOf(
        happened =>
        {
            if (response.FailureDetails is { } failure)
                happened.TaskFailed = new TaskFailedEvent { TaskScheduledId = work.TaskId, FailureDetails = failure, TaskExecutionId = work.TaskExecutionId };
            else
                happened.TaskCompleted = new TaskCompletedEvent { TaskScheduledId = work.TaskId, Result = response.Result, TaskExecutionId = work.TaskExecutionId };
        },
        Now());

    private Timestamp Now() => Timestamp.FromDateTimeOffset(_time.GetUtcNow());

    private WorkerPool PoolOf(string app)
    {
        if (!_pools.TryGetValue(app, out var pool))
            _pools.Add(app, pool = new WorkerPool(_time, () => ++_token));
        return pool;
    }

    private void Tell(Instance instance, InboxEvent told)
    {
        instance.Inbox.Add(told);
        OfferTurn(instance);
    }

    private void OfferTurn(Instance instance)
    {
        if (!instance.NeedsTurn)
            return;
        instance.Turn = new TurnWork(instance);
        PoolOf(instance.App).Offer(instance.Turn);
    }

    private void GoOn(Instance instance, IReadOnlyList<HistoryEvent> events)
    {
        foreach (var happened in events)
        {
            if (happened.TaskScheduled is not null && instance.Activities.TryGetValue(happened.EventId, out var activity))
                PoolOf(activity.App).Offer(activity);
            else if (happened.TimerCreated is not null)
                SetTimer(instance, happened);
        }
    }

    private void SetTimer(Instance instance, HistoryEvent timer) =>
        _alarms.Set(new Alarm(instance, instance.ExecutionId, timer.EventId), timer.TimerCreated.FireAt.ToDateTimeOffset());

    // An alarm of an instance that has ended, or begun again since, wakes nobody.
    private void Ring(Alarm alarm)
    {
        lock (_lock)
        {
            var instance = alarm.Instance;
            if (instance.HasEnded || instance.ExecutionId != alarm.ExecutionId)
                return;
            if (alarm.TimerId == Alarm.Turn && instance.Turn is { With: null } turn)
            {
                PoolOf(instance.App).Offer(turn);
            }
            else if (alarm.TimerId == Alarm.Start)
            {
                instance.IsScheduled = false;
                OfferTurn(instance);
            }
            else if (instance.Timers.TryGetValue(alarm.TimerId, out var timer))
            {
                Tell(instance, new InboxEvent(
                    TurnResult.EventOf(fired => fired.TimerFired = new TimerFiredEvent { TimerId = alarm.TimerId, FireAt = timer.TimerCreated.FireAt }, Now()), 0));
            }
        }
    }

    private void Remove(Instance instance)
    {
        _active.Remove(instance.Key);
        _byId.Remove((instance.App, instance.Id));
        Release(instance);
        instance.End();
    }

    // Whatever a worker still does for it is done for nobody.
    private void Release(Instance instance)
    {
        if (instance.Turn is { } turn)
            PoolOf(turn.App).Forget(turn);
        instance.Turn = null;
        foreach (var activity in instance.Activities.Values)
            PoolOf(activity.App).Forget(activity);
    }
}
