using Embedded.Workflow.Protocol;

namespace Dapr.Workflow.Replay;

/// <summary>What a timer is for.</summary>
internal readonly struct TimerOrigin
{
    private readonly Kind _kind;
    private readonly string _of;

    private TimerOrigin(Kind kind, string of)
    {
        _kind = kind;
        _of = of;
    }

    private enum Kind : byte
    {
        CreateTimer,
        ExternalEvent,
        ActivityRetry,
        ChildRetry,
    }

    public static TimerOrigin CreateTimer => default;

    public static TimerOrigin ExternalEvent(string name) => new(Kind.ExternalEvent, name);

    public static TimerOrigin ActivityRetry(string taskExecutionId) => new(Kind.ActivityRetry, taskExecutionId);

    public static TimerOrigin ChildRetry(string instanceId) => new(Kind.ChildRetry, instanceId);

    public void WriteTo(CreateTimerAction timer)
    {
        switch (_kind)
        {
            case Kind.CreateTimer:
                timer.CreateTimer = new TimerOriginCreateTimer();
                break;
            case Kind.ExternalEvent:
                timer.ExternalEvent = new TimerOriginExternalEvent { Name = _of };
                break;
            case Kind.ActivityRetry:
                timer.ActivityRetry = new TimerOriginActivityRetry { TaskExecutionId = _of };
                break;
            case Kind.ChildRetry:
                timer.ChildWorkflowRetry = new TimerOriginChildWorkflowRetry { InstanceId = _of };
                break;
        }
    }

    public override string ToString() => _kind switch
    {
        Kind.ExternalEvent => $" for event '{_of}'",
        Kind.ActivityRetry => $" before another attempt at activity call {_of}",
        Kind.ChildRetry => $" before another attempt at child workflow {_of}",
        _ => "",
    };
}
