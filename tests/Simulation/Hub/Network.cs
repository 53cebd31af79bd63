using Simulation.Tests.Clock;
using Simulation.Tests.Faults;

namespace Simulation.Tests.Hub;

/// <summary>Carries calls between processes: late, out of order, and without an answer.</summary>
internal sealed class Network(EventLoop loop, FaultSource faults, SimulatedProcess hub)
{
    private static readonly TimeSpan LongestUsual = TimeSpan.FromMilliseconds(5);

    /// <summary>Calls a process, which serves the call in its own time.</summary>
    /// <exception cref="UnreachableException">The process is killed, before or after it served the call.</exception>
    /// <exception cref="IOException">The answer got lost.</exception>
    public Task<TAnswer> CallAsync<TAnswer>(SimulatedProcess process, Func<Task<TAnswer>> serve)
    {
        // Only the loop completes an answer, so that the caller goes on in its own process.
        var answer = new TaskCompletionSource<TAnswer>();
        loop.After(faults.Latency(), () => process.Sidecar.Carry(() =>
        {
            if (!process.IsAlive)
            {
                loop.After(faults.Latency(), Break);
                return;
            }

            process.WhenKilled(() => loop.After(faults.Latency(), Break));
            process.Post(ServeAsync);
        }));
        return answer.Task;

        async Task ServeAsync()
        {
            Action reply;
            try
            {
                var result = await serve();
                reply = () => answer.TrySetResult(result);
            }
            catch (Exception failure)
            {
                reply = () => answer.TrySetException(failure);
            }

            var carried = faults.Happens(FaultKind.LostReply) ? Lose : reply;
            loop.After(faults.Latency(), () => process.Sidecar.Carry(carried));
        }

        void Break() => answer.TrySetException(new UnreachableException($"{process.Name} is gone."));

        void Lose() => answer.TrySetException(new IOException($"The answer of {process.Name} got lost."));
    }

    /// <summary>Calls the hub through the sidecar of a process. The hub serves the call at once, or once it is continued.</summary>
    /// <exception cref="IOException">The hub failed, or did what it was asked and the answer got lost.</exception>
    /// <exception cref="OperationCanceledException">The caller waits no longer. The call may still arrive.</exception>
    public async Task<TAnswer> CallHubAsync<TAnswer>(SimulatedProcess process, Func<TAnswer> serve, CancellationToken cancellation = default)
    {
        var answer = new TaskCompletionSource<TAnswer>();
        var isRefused = faults.Happens(FaultKind.StoreError);
        var isLost = !isRefused && faults.Happens(FaultKind.LostAnswer);
        if (isRefused || isLost)
            process.Disturb();
        loop.After(LatencyOf(process), () => process.Sidecar.Carry(() => hub.Post(Serve)));
        using var registration = cancellation.UnsafeRegister((_, token) => answer.TrySetCanceled(token), null);
        return await answer.Task;

        void Serve()
        {
            Action reply;
            if (isRefused)
                reply = () => answer.TrySetException(new IOException("The hub failed."));
            else
            {
                var result = serve();
                reply = isLost
                    ? () => answer.TrySetException(new IOException("The hub's answer got lost."))
                    : () => answer.TrySetResult(result);
            }

            loop.After(LatencyOf(process), () => process.Sidecar.Carry(reply));
        }
    }

    private TimeSpan LatencyOf(SimulatedProcess process)
    {
        var latency = faults.Latency();
        if (latency > LongestUsual)
            process.Disturb(latency);
        return latency;
    }
}

/// <summary>The process that was called is gone.</summary>
internal sealed class UnreachableException(string message) : IOException(message);
