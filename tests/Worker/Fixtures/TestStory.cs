using System.Text.Json;
using System.Threading.Channels;
using Auctions.Worker.Durable;
using Dapr.Workflow;

namespace Worker.Tests.Fixtures;

/// <summary>A story without a sidecar: steps are a function, and nobody waits.</summary>
internal sealed class TestStory(Func<string, object, object> step) : IStory
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly Channel<string> _taken = Channel.CreateUnbounded<string>();

    /// <summary>Ends once so many more steps were taken.</summary>
    public async Task StepsTakenAsync(int count)
    {
        for (var step = 0; step < count; step++)
            await _taken.Reader.ReadAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The steps that were taken, in order.</summary>
    public List<(string Name, object Input)> Taken { get; } = [];

    /// <summary>What was waited for, in order.</summary>
    public List<TimeSpan> Waited { get; } = [];

    public List<DateTimeOffset> WaitedUntil { get; } = [];

    public async Task<T> TakeStepAsync<T>(string activity, object input, WorkflowTaskOptions? options = null)
    {
        await Task.Yield();
        Taken.Add((activity, input));
        _taken.Writer.TryWrite(activity);
        return JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(step(activity, input), Web), Web)!;
    }

    public Task WaitAsync(TimeSpan delay)
    {
        Waited.Add(delay);
        return Task.CompletedTask;
    }

    public Task WaitUntilAsync(DateTimeOffset hour)
    {
        WaitedUntil.Add(hour);
        return Task.CompletedTask;
    }

    /// <summary>The waits for an event that nobody has raised yet.</summary>
    public List<TaskCompletionSource> WaitsFor { get; } = [];

    public Task WaitForAsync(string happening)
    {
        WaitsFor.Add(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return WaitsFor[^1].Task;
    }
}
