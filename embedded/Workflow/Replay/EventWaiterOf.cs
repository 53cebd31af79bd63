namespace Dapr.Workflow.Replay;

/// <summary>Code that waits for an event of a name with something of a type in it.</summary>
internal sealed class EventWaiter<T>(ExternalEvents events, string name) : EventWaiter(events)
{
    private readonly TaskCompletionSource<T> _received = new();

    public Task<T> Received => _received.Task;

    protected override void Resume(string? json)
    {
        T value;
        try
        {
            value = Json.Read<T>(json);
        }
        catch (Exception reason) when (Json.IsMismatch(reason))
        {
            _received.TrySetException(Json.Mismatch($"Event '{name}'", typeof(T), reason));
            return;
        }
        _received.TrySetResult(value);
    }

    protected override void Cancel(CancellationToken token) => _received.TrySetCanceled(token);
}
