namespace Auctions.ServiceDefaults.Health;

/// <summary>The thread pool runs what is queued. Requests, timers and deliveries all wait where it doesn't.</summary>
internal sealed class ThreadPoolNeed : INeed
{
    public string Name => "thread pool";

    public Task AskAsync(CancellationToken cancellation)
    {
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ThreadPool.UnsafeQueueUserWorkItem(static ran => ran.SetResult(), ran, preferLocal: false);
        return ran.Task;
    }
}
