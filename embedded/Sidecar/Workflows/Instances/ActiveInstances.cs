using Dapr.DurableTask.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Embedded.Sidecar.Workflows.Instances;

/// <summary>
/// The instances that have not ended, in memory as they are on disk, and the workers that run them. One lock guards all
/// of it, which is why this class is long, and nothing here waits. A change is written before it is applied here, except an activity's result and a
/// timer that fired: both come again after a crash, because the history shows that the activity or timer is still open.
/// </summary>
internal sealed partial class ActiveInstances : IDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Dictionary<long, Instance> _byKey = [];
    private readonly Dictionary<(string App, string Id), Instance> _byId = [];
    private readonly WorkerPools _pools;
    private readonly Alarms _alarms;

    public ActiveInstances(TimeProvider time, ILogger logger)
    {
        _time = time;
        _logger = logger;
        _pools = new WorkerPools(time);
        _alarms = new Alarms(time, OnAlarm);
    }

    public void Dispose() => _alarms.Dispose();

    /// <summary>Reads an instance under the lock; the default value where there is no active one of that id.</summary>
    public T? Read<T>(string app, string id, Func<Instance, T> read)
    {
        lock (_lock)
            return _byId.TryGetValue((app, id), out var instance) ? read(instance) : default;
    }

    public Worker Connect(string app)
    {
        lock (_lock)
        {
            var worker = new Worker(app);
            _pools.Of(app).Connect(worker);
            return worker;
        }
    }

    public void Disconnect(Worker worker)
    {
        lock (_lock)
            _pools.Of(worker.App).Disconnect(worker);
    }

    /// <summary>Ends the lease of a turn and makes something of it, under the lock; null where the lease has ended already.</summary>
    public T? CompleteTurn<T>(string app, WorkflowResponse response, Func<TurnWork, T?> make)
        where T : class
    {
        lock (_lock)
            return _pools.CompleteTurn(app, response) is { } turn ? make(turn) : null;
    }

    /// <summary>Adds an activity's result to the inbox of its instance, unless nobody waits for it.</summary>
    public void CompleteActivity(string app, ActivityResponse response)
    {
        lock (_lock)
        {
            if (_pools.CompleteActivity(app, response, id => _byId.GetValueOrDefault((app, id))) is { } activity)
                AddToInbox(activity.Instance, new InboxEvent(HistoryEvents.ActivityEnd(Now(), activity, response), 0));
        }
    }

    /// <summary>Adds an instance that is on disk: a new one, or one that an earlier hub process left.</summary>
    public void Add(Instance instance)
    {
        lock (_lock)
        {
            _byKey.Add(instance.Key, instance);
            _byId.Add((instance.App, instance.Id), instance);
            foreach (var activity in instance.Activities.Values)
                _pools.Enqueue(activity);
            foreach (var timer in instance.Timers.Values)
                SetTimer(instance, timer);
            if (instance.Turns == 0 && instance.Started.ScheduledStartTimestamp?.ToDateTimeOffset() is { } at && at > _time.GetUtcNow())
            {
                instance.IsScheduled = true;
                _alarms.Set(new Alarm(instance, instance.ExecutionId, Alarm.Start), at);
            }

            EnqueueTurn(instance);
        }
    }

    /// <summary>Adds an event that is on disk to an inbox, and suspends or resumes the instance where that is wanted.</summary>
    public void AddToInbox(DeliveredEvent delivered, bool? suspend = null)
    {
        lock (_lock)
        {
            if (!_byKey.TryGetValue(delivered.Key, out var instance))
                return;
            instance.IsSuspended = suspend ?? instance.IsSuspended;
            AddToInbox(instance, delivered.Event);
        }
    }

    /// <summary>Applies a turn that is on disk.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="result">Its result.</param>
    /// <param name="customStatus">The instance's custom status after the turn.</param>
    /// <param name="children">The children that the turn started.</param>
    /// <param name="carriedOver">The inbox that a continue-as-new hands to the next execution.</param>
    /// <param name="delivered">The events that the turn caused for other instances, or for this one.</param>
    public void ApplyTurn(
        TurnWork turn, TurnResult result, string? customStatus,
        IReadOnlyList<Instance> children, IReadOnlyList<InboxEvent> carriedOver, IReadOnlyList<DeliveredEvent> delivered)
    {
        var instance = turn.Instance;
        lock (_lock)
        {
            if (instance.HasEnded)
                return;
            instance.Turn = null;
            instance.CustomStatus = customStatus;
            instance.Unwritten.Clear();
            instance.Inbox.RemoveRange(0, turn.InboxCount);
            if (result.NextStart is { } nextStart)
            {
                _pools.CancelAll(instance);
                instance.ContinueAsNew(nextStart);
                instance.Inbox.RemoveAll(static left => left.IsAnswer);
                instance.Inbox.InsertRange(0, carriedOver);
            }
            else
            {
                Append(instance, result.Events, hasEnded: result.End is not null);
            }

            foreach (var child in children)
                Add(child);
            foreach (var each in delivered)
                AddToInbox(each);
            EnqueueTurn(instance);
        }
    }

    /// <summary>Applies a turn that is written together with the next one, see <see cref="TurnResult.IsRepeatable"/>.</summary>
    public void ApplyUnwrittenTurn(TurnWork turn, TurnResult result)
    {
        var instance = turn.Instance;
        lock (_lock)
        {
            if (instance.HasEnded)
                return;
            instance.Turn = null;
            instance.Unwritten.AddRange(result.Events);
            Append(instance, result.Events, hasEnded: false);
            EnqueueTurn(instance);
        }
    }

    /// <summary>Repeats a turn, after a short wait, that could not be written.</summary>
    public void RetryTurn(TurnWork turn, Exception failure)
    {
        TurnNotWritten(_logger, failure, turn.Instance.Started.Name, turn.Instance.Id);
        _alarms.Set(new Alarm(turn.Instance, turn.Instance.ExecutionId, Alarm.RetryTurn), _time.GetUtcNow() + RetryDelay);
    }

    /// <summary>Applies a termination that is on disk, and the event that it caused for the parent.</summary>
    public void Terminate(long key, IReadOnlyList<HistoryEvent> events, DeliveredEvent? forParent)
    {
        lock (_lock)
        {
            if (_byKey.TryGetValue(key, out var instance))
            {
                instance.Append(events);
                Remove(instance);
            }

            if (forParent is { } delivered)
                AddToInbox(delivered);
        }
    }

    /// <summary>Removes an instance that was purged before it ended.</summary>
    public void Purge(long key)
    {
        lock (_lock)
            if (_byKey.TryGetValue(key, out var instance))
                Remove(instance);
    }

    private Timestamp Now() => Timestamp.FromDateTimeOffset(_time.GetUtcNow());

    private void AddToInbox(Instance instance, InboxEvent added)
    {
        instance.Inbox.Add(added);
        EnqueueTurn(instance);
    }

    private void EnqueueTurn(Instance instance)
    {
        if (!instance.NeedsTurn)
            return;
        instance.Turn = new TurnWork(instance);
        _pools.Enqueue(instance.Turn);
    }

    private void Append(Instance instance, IReadOnlyList<HistoryEvent> events, bool hasEnded)
    {
        instance.Append(events);
        if (hasEnded)
        {
            Remove(instance);
            return;
        }

        foreach (var added in events)
        {
            if (added.TaskScheduled is not null && instance.Activities.TryGetValue(added.EventId, out var activity))
                _pools.Enqueue(activity);
            else if (added.TimerCreated is not null)
                SetTimer(instance, added);
        }
    }

    private void SetTimer(Instance instance, HistoryEvent timer) =>
        _alarms.Set(new Alarm(instance, instance.ExecutionId, timer.EventId), timer.TimerCreated.FireAt.ToDateTimeOffset());

    private void OnAlarm(Alarm alarm)
    {
        lock (_lock)
        {
            var instance = alarm.Instance;
            if (instance.HasEnded || instance.ExecutionId != alarm.ExecutionId)
                return;
            if (alarm.TimerId == Alarm.RetryTurn && instance.Turn is { LeasedTo: null } turn)
            {
                _pools.Enqueue(turn);
            }
            else if (alarm.TimerId == Alarm.Start)
            {
                instance.IsScheduled = false;
                EnqueueTurn(instance);
            }
            else if (instance.Timers.TryGetValue(alarm.TimerId, out var timer))
            {
                AddToInbox(instance, new InboxEvent(HistoryEvents.TimerFired(Now(), timer), 0));
            }
        }
    }

    private void Remove(Instance instance)
    {
        _byKey.Remove(instance.Key);
        _byId.Remove((instance.App, instance.Id));
        _pools.CancelAll(instance);
        instance.End();
    }

    [LoggerMessage(
        EventId = 890, Level = LogLevel.Warning,
        Message = "A turn of workflow {Name} with id {Id} could not be written; the turn is repeated")]
    private static partial void TurnNotWritten(ILogger logger, Exception failure, string name, string id);
}
