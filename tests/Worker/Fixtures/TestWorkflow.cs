using System.Text.Json;
using System.Threading.Channels;
using Dapr.Workflow;
using Dapr.Workflow.Client;

namespace Worker.Tests.Fixtures;

/// <summary>The context of a workflow without a sidecar: activities are a function, and no timer takes time.</summary>
internal sealed class TestWorkflow(Func<string, object?, object> activity) : BareWorkflow
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly Channel<string> _called = Channel.CreateUnbounded<string>();
    private DateTime _now = new(2026, 11, 24, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The activities that were called, in order.</summary>
    public List<(string Name, object? Input)> Called { get; } = [];

    /// <summary>How long each timer was to wait, in order.</summary>
    public List<TimeSpan> Waited { get; } = [];

    /// <summary>Until when each timer was to wait, in order.</summary>
    public List<DateTimeOffset> WaitedUntil { get; } = [];

    /// <summary>The waits for an event that nobody has raised yet.</summary>
    public List<Action> WaitsFor { get; } = [];

    public override string InstanceId => "a1.r1";

    public override DateTime CurrentUtcDateTime => _now;

    /// <summary>Ends once so many more activities were called.</summary>
    public async Task CalledAsync(int count)
    {
        for (var call = 0; call < count; call++)
            await _called.Reader.ReadAsync(TestContext.Current.CancellationToken);
    }

    // A retry policy is carried out by the SDK, around its own context and so around this one.
    public override async Task<T> CallActivityAsync<T>(string name, object? input = null, WorkflowTaskOptions? options = null) =>
        options?.RetryPolicy is { } policy
            ? (await new RetryInterceptor<T>(this, policy, () => CallOnceAsync<T>(name, input)).Invoke())!
            : await CallOnceAsync<T>(name, input);

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        Waited.Add(fireAt - _now);
        WaitedUntil.Add(fireAt);
        _now = fireAt > _now ? fireAt : _now;
        return Task.CompletedTask;
    }

    public override Task<T> WaitForExternalEventAsync<T>(string eventName, CancellationToken cancellationToken = default)
    {
        var raised = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        WaitsFor.Add(() => raised.SetResult(default!));
        return raised.Task;
    }

    private async Task<T> CallOnceAsync<T>(string name, object? input)
    {
        await Task.Yield();
        Called.Add((name, input));
        _called.Writer.TryWrite(name);
        return JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(activity(name, input), Web), Web)!;
    }
}
