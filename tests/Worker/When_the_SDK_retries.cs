using Dapr.Workflow;
using Worker.Tests.Fixtures;

namespace Worker.Tests;

/// <summary>What the workflows believe of the SDK's retry policy.</summary>
public sealed class When_the_SDK_retries
{
    [Fact]
    public async Task A_delay_that_is_doubled_without_end_stays_at_its_most()
    {
        var context = new TestWorkflow((_, _) => throw new WorkflowTaskFailedException("Task failed", new WorkflowTaskFailureDetails("", "away")));
        var policy = new WorkflowRetryPolicy(3_000, TimeSpan.FromMilliseconds(250), 2, TimeSpan.FromSeconds(10));

        await Assert.ThrowsAsync<WorkflowTaskFailedException>(() => context.CallActivityAsync<bool>("any", null, new WorkflowTaskOptions(policy)));

        Assert.Equal(3_000, context.Called.Count);
        Assert.Equal(TimeSpan.FromSeconds(10), context.Waited[^1]);
    }
}
