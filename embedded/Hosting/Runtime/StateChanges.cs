namespace Aspire.Hosting.Runtime;

// Lets whoever waits for a state look again each time that anything changed.
internal sealed class StateChanges
{
    private volatile TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Raise() => Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    public async Task UntilAsync(Func<bool> reached, CancellationToken cancellation)
    {
        while (true)
        {
            var next = _next.Task;
            if (reached())
                return;
            await next.WaitAsync(cancellation);
        }
    }
}
