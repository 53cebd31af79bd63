using System.Text.Json;
using Dapr.Workflow;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Worker.Tests.Fixtures;

/// <summary>A workflow's context without a sidecar: activities are a function, and timers fire at once.</summary>
public sealed class StoryContext(Func<string, object?, object?> activity) : WorkflowContext
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>The activities that were called, in order.</summary>
    public List<(string Name, object? Input)> Called { get; } = [];

    /// <summary>The timers that were set, as delays from the time before.</summary>
    public List<TimeSpan> Waited { get; } = [];

    public DateTime Now { get; set; } = new(2026, 11, 24, 12, 0, 0, DateTimeKind.Utc);

    public override string Name => "story";

    public override string InstanceId => "1";

    public override DateTime CurrentUtcDateTime => Now;

    public override bool IsReplaying => false;

    public override async Task<T> CallActivityAsync<T>(string name, object? input = null, WorkflowTaskOptions? options = null)
    {
        await Task.Yield();
        Called.Add((name, input));
        var answer = activity(name, input);
        return answer is null ? default! : JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(answer, Web), Web)!;
    }

    public override Task CallActivityAsync(string name, object? input = null, WorkflowTaskOptions? options = null) =>
        CallActivityAsync<object?>(name, input, options);

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        Waited.Add(fireAt - Now);
        Now = fireAt > Now ? fireAt : Now;
        return Task.CompletedTask;
    }

    public override Task<T> WaitForExternalEventAsync<T>(string eventName, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override Task<T> WaitForExternalEventAsync<T>(string eventName, TimeSpan timeout) => throw new NotSupportedException();

    public override void SendEvent(string instanceId, string eventName, object payload) => throw new NotSupportedException();

    public override void SetCustomStatus(object? customStatus) => throw new NotSupportedException();

    public override Task<TResult> CallChildWorkflowAsync<TResult>(string workflowName, object? input = null, ChildWorkflowTaskOptions? options = null) =>
        throw new NotSupportedException();

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => throw new NotSupportedException();

    public override Guid NewGuid() => throw new NotSupportedException();

    public override ILogger CreateReplaySafeLogger(string categoryName) => NullLogger.Instance;

    public override ILogger CreateReplaySafeLogger(Type type) => NullLogger.Instance;

    public override ILogger CreateReplaySafeLogger<T>() => NullLogger.Instance;
}
