using Embedded.Workflow.Protocol;
using Google.Protobuf.WellKnownTypes;

namespace Dapr.Workflow.Replay;

/// <summary>A timer: one that the code set, the end of its patience with an event, or the wait before another attempt.</summary>
internal sealed class TimerStep(DateTime fireAtUtc, TimerOrigin origin) : Step
{
    private readonly TaskCompletionSource _fired = new();
    private CancellationTokenRegistration _giveUp;

    public Task Fired => _fired.Task;

    /// <summary>Who waits for an event only until then.</summary>
    public EventWaiter? Waiter { get; set; }

    /// <summary>Lets the code give the timer up. The sidecar keeps one that it has, and nobody heeds it.</summary>
    public void GiveUpOn(CancellationToken token)
    {
        if (token.CanBeCanceled)
            _giveUp = token.Register(() =>
            {
                if (State == StepState.Closed)
                    return;
                State = StepState.Closed;
                _fired.TrySetCanceled(token);
            });
    }

    public override bool IsRecordedBy(HistoryEvent recorded) => recorded.TimerCreated is not null;

    public override string Describe() => StepWords.Timer(fireAtUtc, origin);

    public override WorkflowAction ToAction()
    {
        var timer = new CreateTimerAction { FireAt = Timestamp.FromDateTime(fireAtUtc) };
        origin.WriteTo(timer);
        return new WorkflowAction { Id = Id, CreateTimer = timer };
    }

    public override void Complete(string? result)
    {
        State = StepState.Closed;
        _giveUp.Unregister();
        _fired.TrySetResult();
        Waiter?.TimeOut();
    }
}
