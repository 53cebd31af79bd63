namespace Embedded.Sidecar.Delivery;

/// <summary>Who this sidecar is to others, and where they reach it; the latter is known once it listens.</summary>
internal sealed class InstanceAddress
{
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// The instance's id. Only the hub's sidecars learn it, so whoever shows it is one of them; anybody else on this
    /// machine who finds the port would reach the app past the API token.
    /// </summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The address, for example <c>http://127.0.0.1:50123</c>.</summary>
    public Task<string> GetAsync(CancellationToken cancellation) => _address.Task.WaitAsync(cancellation);

    /// <summary>Says it.</summary>
    public void Set(string address) => _address.TrySetResult(address);
}
