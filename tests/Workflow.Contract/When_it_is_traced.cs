using System.Collections.Concurrent;
using System.Diagnostics;
using Dapr.Workflow;

namespace Workflow.Contract.Tests;

public sealed class When_it_is_traced(SharedApp shared)
{
    private readonly WorkflowApp _app = shared.App;

    internal static void Register(WorkflowRuntimeOptions options)
    {
        options.RegisterActivity<string?, string>("trace", (_, _) => Task.FromResult($"{Activity.Current?.TraceId}"));
        options.RegisterWorkflow<int, string[]>("traced", async (context, depth) =>
        {
            var own = await context.CallActivityAsync<string>("trace");
            await context.CreateTimer(TimeSpan.FromMilliseconds(1));
            return depth == 0
                ? [own, await context.CallActivityAsync<string>("trace")]
                : [own, .. await context.CallChildWorkflowAsync<string[]>("traced", depth - 1)];
        });
    }

    [Fact]
    public async Task Activities_and_those_of_children_belong_to_the_trace_of_the_caller()
    {
        using var caller = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        caller.ActivityTraceFlags = ActivityTraceFlags.Recorded;

        var traces = await _app.ResultAsync<string[]>("traced", 2);

        Assert.Equal(Enumerable.Repeat($"{caller.TraceId}", 4), traces);
    }

    [Fact]
    public async Task Activities_are_spans_of_the_source_Dapr_Workflow_directly_under_the_caller()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Dapr.Workflow",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var caller = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        caller.ActivityTraceFlags = ActivityTraceFlags.Recorded;

        await _app.RunAsync("traced", 0);

        var own = spans.Where(span => span.TraceId == caller.TraceId).ToList();
        Assert.Equal(["WorkflowActivity trace", "WorkflowActivity trace"], own.Select(span => span.OperationName));
        Assert.All(own, span => Assert.Equal(caller.SpanId, span.ParentSpanId));
    }

    [Fact]
    public async Task Two_callers_have_separate_traces()
    {
        var callers = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            using var caller = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
            return (Mine: $"{caller.TraceId}", Theirs: await _app.ResultAsync<string[]>("traced", 0));
        }));

        Assert.All(callers, caller => Assert.Equal([caller.Mine, caller.Mine], caller.Theirs));
    }
}
