using System.Text.Json;
using Dapr.Workflow;
using Dapr.Workflow.Client;
using Worker.Tests.Fixtures;

namespace Simulation.Tests.Hub;

/// <summary>What a workflow sees of the hub that runs it.</summary>
internal sealed class SimulatedWorkflow(World world, string id, string name) : BareWorkflow
{
    private readonly Queue<TaskCompletionSource> _waits = new();
    private int _raised;

    public override string InstanceId => id;

    public override DateTime CurrentUtcDateTime => world.Loop.Now.UtcDateTime;

    /// <summary>Raises the event that workflows wait for: ends the oldest wait, or the next one at once.</summary>
    public void Raise()
    {
        if (_waits.TryDequeue(out var wait))
            wait.SetResult();
        else
            _raised++;
    }

    // A retry policy is carried out by the SDK, around its own context and so around this one.
    public override async Task<T> CallActivityAsync<T>(string activity, object? input = null, WorkflowTaskOptions? options = null) =>
        options?.RetryPolicy is { } policy
            ? (await new RetryInterceptor<T>(this, policy, () => CallOnceAsync<T>(activity, input)).Invoke())!
            : await CallOnceAsync<T>(activity, input);

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) =>
        world.Hub.DelayAsync(fireAt - CurrentUtcDateTime);

    public override async Task<T> WaitForExternalEventAsync<T>(string eventName, CancellationToken cancellationToken = default)
    {
        if (_raised > 0)
            _raised--;
        else
        {
            var wait = new TaskCompletionSource();
            _waits.Enqueue(wait);
            await wait.Task;
        }

        return default!;
    }

    private async Task<T> CallOnceAsync<T>(string activity, object? input) => JsonSerializer.Deserialize<T>(
        await world.Workflows.RunActivityAsync(name, activity, JsonSerializer.Serialize(input, JsonSerializerOptions.Web)), JsonSerializerOptions.Web)!;
}
