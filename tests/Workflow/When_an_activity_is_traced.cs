using System.Diagnostics;
using Dapr.Workflow;
using Dapr.Workflow.Registration;
using Dapr.Workflow.Worker;
using Embedded.Workflow.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Workflow.Tests.Fixtures;

namespace Workflow.Tests;

public sealed class When_an_activity_is_traced
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Parent = $"00-{TraceId}-00f067aa0ba902b7-01";

    private static async Task<Activity?> CurrentDuringAsync(string? parent, bool fails = false)
    {
        Activity? current = null;
        var options = new WorkflowRuntimeOptions();
        options.RegisterActivity<string, string>("Look", (_, _) =>
        {
            current = Activity.Current;
            return fails ? throw new InvalidOperationException("no luck") : Task.FromResult("done");
        });
        var registry = new WorkflowRegistry(Options.Create(options), [], NullLogger<WorkflowRegistry>.Instance);
        var request = Work.Activity("look");
        if (parent is not null)
            request.ParentTraceContext = new TraceContext { TraceParent = parent, TraceState = "a=b" };
        await using var services = new ServiceCollection().BuildServiceProvider();
        await new ActivityExecutor(registry, services).RunAsync(request);
        Assert.NotSame(current ?? new Activity("none"), Activity.Current);
        return current;
    }

    private static ActivityListener Listen(List<Activity> heard)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Dapr.Workflow",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (heard)
                    heard.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    [Fact]
    public async Task Its_span_hangs_under_that_of_the_workflows_start()
    {
        var heard = new List<Activity>();
        using var listener = Listen(heard);
        await CurrentDuringAsync(Parent, fails: true);
        var span = Assert.Single(heard, activity => activity.TraceId.ToHexString() == TraceId);
        Assert.Equal(("WorkflowActivity Look", Parent), (span.DisplayName, span.ParentId));
        Assert.Equal((ActivityStatusCode.Error, "no luck"), (span.Status, span.StatusDescription));
        Assert.Equal("i-1", span.GetTagItem("dapr.workflow.instance_id"));
    }

    [Fact]
    public async Task What_it_calls_hangs_under_it_though_nobody_listens()
    {
        var current = await CurrentDuringAsync(Parent);
        Assert.NotNull(current);
        Assert.Equal((TraceId, Parent, "a=b"), (current.TraceId.ToHexString(), current.ParentId, current.TraceStateString));
        Assert.Equal(ActivityTraceFlags.Recorded, current.ActivityTraceFlags);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    public async Task Without_a_trace_there_is_none(string? parent) => Assert.Null(await CurrentDuringAsync(parent));
}
