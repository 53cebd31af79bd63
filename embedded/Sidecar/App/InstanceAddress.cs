namespace Embedded.Sidecar.App;

/// <summary>This sidecar's id, and the address at which other sidecars reach it, which is known once it listens.</summary>
internal sealed class InstanceAddress
{
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// The instance's id. Only sidecars of the same hub know it, so a request that carries it comes from one of them. Without
    /// this check any process that finds the port could reach the app without the API token.
    /// </summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The address, for example <c>http://127.0.0.1:50123</c>.</summary>
    public Task<string> GetAsync(CancellationToken cancellation) => _address.Task.WaitAsync(cancellation);

    /// <summary>Sets the address.</summary>
    public void Set(string address) => _address.TrySetResult(address);
}
