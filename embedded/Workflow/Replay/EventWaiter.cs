namespace Dapr.Workflow.Replay;

/// <summary>Code that waits for an event of a name.</summary>
internal abstract class EventWaiter(ExternalEvents events)
{
    private CancellationTokenRegistration _giveUp;

    /// <summary>Whether an event would be swallowed by it.</summary>
    public bool IsOver { get; private set; }

    /// <summary>What ends its patience.</summary>
    public TimerStep? Timer { get; init; }

    public void GiveUpOn(CancellationToken token)
    {
        if (token.CanBeCanceled)
            _giveUp = token.Register(() =>
            {
                if (!IsOver)
                {
                    End();
                    Cancel(token);
                }
            });
    }

    public void TimeOut()
    {
        if (IsOver)
            return;
        End();
        Cancel(new CancellationToken(canceled: true));
    }

    public void Deliver(string? json)
    {
        End();
        if (Timer is not null)
            Timer.State = StepState.Closed;
        Resume(json);
    }

    protected abstract void Resume(string? json);

    protected abstract void Cancel(CancellationToken token);

    private void End()
    {
        IsOver = true;
        _giveUp.Unregister();
        events.Waiting--;
    }
}
