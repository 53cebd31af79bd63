using Dapr.Workflow;

namespace Auctions.Worker.Durable;

/// <summary>
/// What a workflow of ours may do: take a step, and wait. Nothing else, so that it stays deterministic; and a test can
/// tell it without a sidecar.
/// </summary>
internal interface IStory
{
    /// <summary>Has an activity done by some worker.</summary>
    /// <exception cref="WorkflowTaskFailedException">It failed.</exception>
    Task<T> TakeStepAsync<T>(string activity, object input, WorkflowTaskOptions? options = null);

    /// <summary>Waits for a time that outlasts every process.</summary>
    Task WaitAsync(TimeSpan delay);

    /// <summary>Waits until an hour; one that is past is now.</summary>
    Task WaitUntilAsync(DateTimeOffset hour);

    /// <summary>Waits for an event that is raised for this story; each one ends one wait, the first begun first.</summary>
    Task WaitForAsync(string happening);
}
