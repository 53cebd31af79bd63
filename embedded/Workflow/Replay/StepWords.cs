using System.Globalization;
using Embedded.Workflow.Protocol;
using EventCase = Embedded.Workflow.Protocol.HistoryEvent.EventTypeOneofCase;

namespace Dapr.Workflow.Replay;

/// <summary>Steps in words, the same for the code's and for the history's.</summary>
internal static class StepWords
{
    public static string Activity(string name) => $"activity '{name}'";

    public static string Child(string name, string instanceId) => $"child workflow '{name}' (instance '{instanceId}')";

    public static string Event(string name, string instanceId) => $"event '{name}' to instance '{instanceId}'";

    public static string Timer(DateTime fireAtUtc, TimerOrigin origin) =>
        $"a timer until {fireAtUtc.ToString("O", CultureInfo.InvariantCulture)}{origin}";

    public static string OfHistory(HistoryEvent recorded) => recorded.EventTypeCase switch
    {
        EventCase.TaskScheduled => Activity(recorded.TaskScheduled.Name),
        EventCase.ChildWorkflowInstanceCreated =>
            Child(recorded.ChildWorkflowInstanceCreated.Name, recorded.ChildWorkflowInstanceCreated.InstanceId),
        EventCase.EventSent => Event(recorded.EventSent.Name, recorded.EventSent.InstanceId),
        EventCase.TimerCreated => Timer(recorded.TimerCreated.FireAt?.ToDateTime() ?? default, OriginOf(recorded.TimerCreated)),
        var other => other.ToString(),
    };

    private static TimerOrigin OriginOf(TimerCreatedEvent timer) => timer.OriginCase switch
    {
        TimerCreatedEvent.OriginOneofCase.ExternalEvent => TimerOrigin.ExternalEvent(timer.ExternalEvent.Name),
        TimerCreatedEvent.OriginOneofCase.ActivityRetry => TimerOrigin.ActivityRetry(timer.ActivityRetry.TaskExecutionId),
        TimerCreatedEvent.OriginOneofCase.ChildWorkflowRetry => TimerOrigin.ChildRetry(timer.ChildWorkflowRetry.InstanceId),
        _ => TimerOrigin.CreateTimer,
    };
}
