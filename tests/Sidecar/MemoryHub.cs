using Embedded.Sidecar;
using Embedded.Sidecar.Hub;
using Embedded.Sidecar.Workflows;

namespace Sidecar.Tests;

/// <summary>A hub that records its calls, and answers as the test sets it.</summary>
internal sealed class MemoryHub : IHub
{
    public List<StateWrite> Writes { get; } = [];

    public List<string> Reads { get; } = [];

    public WriteResult Result { get; set; } = WriteResult.Written;

    public bool IsAway { get; set; }

    public IReadOnlyList<AppInstance> Instances { get; set; } = [];

    public ValueTask<StateItem?> GetAsync(string store, string key, CancellationToken cancellation)
    {
        Reads.Add($"{store}/{key}");
        return IsAway ? throw new HubUnavailableException("the hub is away") : new(default(StateItem?));
    }

    public ValueTask<IReadOnlyList<StateItem?>> GetManyAsync(string store, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        Reads.AddRange(keys.Select(key => $"{store}/{key}"));
        return new(new StateItem?[keys.Count]);
    }

    public ValueTask<IReadOnlyList<WriteResult>> WriteAsync(
        string store, IReadOnlyList<StateWrite> writes, bool atomic, CancellationToken cancellation)
    {
        Writes.AddRange(writes);
        return IsAway ? throw new HubUnavailableException("the hub is away") : new([.. writes.Select(_ => Result)]);
    }

    public ValueTask PublishAsync(TopicMessage message, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask PublishManyAsync(IReadOnlyList<TopicMessage> messages, CancellationToken cancellation) => throw new NotSupportedException();

    public IAsyncEnumerable<Delivery> SubscribeAsync(Subscription subscription, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask SettleAsync(Delivery delivery, Settlement settlement, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask AnnounceAsync(AppInstance instance, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask WithdrawAsync(string instanceId, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<AppInstance>> ResolveAsync(string appId, CancellationToken cancellation) => new(Instances);

    public ValueTask<WorkflowAnswer> CallWorkflowAsync(WorkflowCall call, CancellationToken cancellation) => throw new NotSupportedException();

    public IAsyncEnumerable<ReadOnlyMemory<byte>> GetWorkItemsAsync(string app, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask<int> PurgeWorkflowsAsync(string app, WorkflowRetention retention, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public ValueTask DisposeAsync() => default;
}
