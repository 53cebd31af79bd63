using Microsoft.Extensions.Logging;

namespace Dapr.Workflow.Replay;

/// <summary>What the code asks in a turn. Single-threaded: the code runs where its turn feeds it events.</summary>
internal sealed class ReplayContext(string name, string instanceId, TurnIdentity identity, ILoggerFactory loggers)
    : WorkflowContext
{
    private bool _isReplaying;
    private DateTime _now;

    public override string Name { get; } = name;

    public override string InstanceId { get; } = instanceId;

    public override DateTime CurrentUtcDateTime => _now;

    public override bool IsReplaying => _isReplaying;

    internal StepList Steps { get; } = new();

    internal ExternalEvents Events { get; } = new();

    internal object? CustomStatus { get; private set; }

    internal NextRound? NextRound { get; private set; }

    public override Task<T> CallActivityAsync<T>(string name, object? input = null, WorkflowTaskOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (options?.RetryPolicy is not { } policy)
            return Steps.Ask(new ActivityStep<T>(name, Payload.Of(input, _isReplaying), identity, Steps.Count)).Result;
        // Written now: a later attempt must not see what became of the object meanwhile.
        var written = Payload.Written(Json.Write(input));
        var callId = Steps.Count;
        return Retries.RunAsync<T, ActivityStep<T>>(
            this,
            policy,
            () => new ActivityStep<T>(name, written, identity, callId),
            attempt => TimerOrigin.ActivityRetry(attempt.TaskExecutionId));
    }

    public override Task CallActivityAsync(string name, object? input = null, WorkflowTaskOptions? options = null) =>
        CallActivityAsync<Nothing>(name, input, options);

    public override Task<TResult> CallChildWorkflowAsync<TResult>(
        string workflowName, object? input = null, ChildWorkflowTaskOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(workflowName);
        var given = options?.InstanceId;
        if (options?.RetryPolicy is not { } policy)
            return Steps.Ask(Child<TResult>(workflowName, Payload.Of(input, _isReplaying), given)).Result;
        var written = Payload.Written(Json.Write(input));
        return Retries.RunAsync<TResult, ChildStep<TResult>>(
            this,
            policy,
            () => Child<TResult>(workflowName, written, given),
            attempt => TimerOrigin.ChildRetry(attempt.InstanceId));
    }

    public override Task CallChildWorkflowAsync(
        string workflowName, object? input = null, ChildWorkflowTaskOptions? options = null) =>
        CallChildWorkflowAsync<Nothing>(workflowName, input, options);

    public override Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken = default) =>
        CreateTimer(After(delay), cancellationToken);

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);
        var utc = fireAt.Kind == DateTimeKind.Local ? fireAt.ToUniversalTime() : DateTime.SpecifyKind(fireAt, DateTimeKind.Utc);
        var timer = Steps.Ask(new TimerStep(utc, TimerOrigin.CreateTimer));
        timer.GiveUpOn(cancellationToken);
        return timer.Fired;
    }

    public override Task<T> WaitForExternalEventAsync<T>(string eventName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(eventName);
        return Events.WaitFor<T>(eventName, null, cancellationToken);
    }

    public override Task<T> WaitForExternalEventAsync<T>(string eventName, TimeSpan timeout)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(eventName);
        return timeout == Timeout.InfiniteTimeSpan
            ? Events.WaitFor<T>(eventName, null, default)
            : Events.WaitFor<T>(
                eventName, () => Steps.Ask(new TimerStep(After(timeout), TimerOrigin.ExternalEvent(eventName))), default);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(instanceId);
        ArgumentException.ThrowIfNullOrWhiteSpace(eventName);
        Steps.Ask(new EventStep(instanceId, eventName, Payload.Of(payload, _isReplaying)));
    }

    public override void SetCustomStatus(object? customStatus) => CustomStatus = customStatus;

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        NextRound = new NextRound(Json.Write(newInput), preserveUnprocessedEvents);

    public override Guid NewGuid() => identity.NextGuid();

    public override ILogger CreateReplaySafeLogger(string categoryName) =>
        new ReplaySafeLogger(loggers.CreateLogger(categoryName), this);

    public override ILogger CreateReplaySafeLogger(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return new ReplaySafeLogger(loggers.CreateLogger(type), this);
    }

    public override ILogger CreateReplaySafeLogger<T>() => CreateReplaySafeLogger(typeof(T));

    internal void BeginTurn(DateTime now) => _now = now;

    internal void BeginReplay() => _isReplaying = true;

    internal void EndReplay() => _isReplaying = false;

    internal DateTime After(TimeSpan delay) =>
        delay < DateTime.MaxValue - _now ? _now + delay : DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc);

    // An id that nobody gave is another in each attempt: the one before is taken by the child that failed.
    private ChildStep<T> Child<T>(string workflowName, Payload input, string? givenId) =>
        new(workflowName, input, givenId ?? NewGuid().ToString(), isIdGiven: givenId is not null);
}
