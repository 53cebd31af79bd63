namespace Embedded.Sidecar.Delivery;

/// <summary>Where other sidecars reach this one; known once it listens.</summary>
internal sealed class InstanceAddress
{
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The address, for example <c>http://127.0.0.1:50123</c>.</summary>
    public Task<string> GetAsync(CancellationToken cancellation) => _address.Task.WaitAsync(cancellation);

    /// <summary>Says it.</summary>
    public void Set(string address) => _address.TrySetResult(address);
}
