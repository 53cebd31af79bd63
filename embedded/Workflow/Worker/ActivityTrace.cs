using System.Diagnostics;
using Embedded.Workflow.Protocol;

namespace Dapr.Workflow.Worker;

/// <summary>The span around an activity, under the trace that its workflow was started in.</summary>
internal static class ActivityTrace
{
    private static readonly ActivitySource Source = new("Dapr.Workflow");

    /// <summary>
    /// Begins a span. Where nobody listens it is one that goes nowhere, which still hands the trace on to the calls that
    /// the activity makes. Null where the workflow was started in no trace and nobody listens.
    /// </summary>
    public static Activity? Start(string name, ActivityRequest request)
    {
        var parent = request.ParentTraceContext;
        if (!ActivityContext.TryParse(parent?.TraceParent, parent?.TraceState, isRemote: true, out var context))
            return Tagged(Source.StartActivity(name), request);
        if (Source.HasListeners() && Source.StartActivity(name, ActivityKind.Internal, context) is { } heard)
            return Tagged(heard, request);
        var unheard = new Activity(name);
        unheard.SetParentId(context.TraceId, context.SpanId, context.TraceFlags);
        unheard.TraceStateString = context.TraceState;
        return unheard.Start();
    }

    private static Activity? Tagged(Activity? activity, ActivityRequest request)
    {
        if (activity is { IsAllDataRequested: true })
            activity
                .SetTag("dapr.workflow.instance_id", request.WorkflowInstance?.InstanceId)
                .SetTag("dapr.workflow.task_id", request.TaskId);
        return activity;
    }
}
