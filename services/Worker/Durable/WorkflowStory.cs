using Dapr.Workflow;

namespace Auctions.Worker.Durable;

/// <summary>A story that Dapr's workflows tell.</summary>
internal sealed class WorkflowStory(WorkflowContext context) : IStory
{
    /// <inheritdoc/>
    public Task<T> TakeStepAsync<T>(string activity, object input, WorkflowTaskOptions? options = null) =>
        context.CallActivityAsync<T>(activity, input, options);

    /// <inheritdoc/>
    public Task WaitAsync(TimeSpan delay) => context.CreateTimer(delay);

    /// <inheritdoc/>
    public Task WaitUntilAsync(DateTimeOffset hour) => context.CreateTimer(hour.UtcDateTime, CancellationToken.None);

    /// <inheritdoc/>
    public Task WaitForAsync(string happening) => context.WaitForExternalEventAsync<bool>(happening);
}
