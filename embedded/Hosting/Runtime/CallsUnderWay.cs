namespace Aspire.Hosting.Runtime;

// The calls that an instance has from the proxy. Once it is to stop there is no new one, and its end can be awaited.
internal sealed class CallsUnderWay
{
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isEnding;
    private int _count;

    // False where the instance is to stop. Counted first and looked afterwards: one of the two sees the other.
    public bool TryBegin()
    {
        Interlocked.Increment(ref _count);
        if (!_isEnding)
            return true;
        End();
        return false;
    }

    public void End()
    {
        if (Interlocked.Decrement(ref _count) == 0 && _isEnding)
            _idle.TrySetResult();
    }

    // Ends with the last of them, or when the patience does.
    public async Task EndAsync(TimeSpan patience, TimeProvider time, CancellationToken now)
    {
        _isEnding = true;
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _count) == 0)
            return;
        await _idle.Task.WaitAsync(patience, time, now).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
