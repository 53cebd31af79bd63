namespace Auctions.Bench.Sidecar;

/// <summary>Runs an operation repeatedly, a number of them at once, for a limited time.</summary>
internal static class SidecarLoad
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    /// <summary>Returns how many operations ended per second, how long each took, and the messages of those that failed.</summary>
    /// <param name="operation">The operation; its arguments are which of the concurrent ones it is, and its number.</param>
    /// <param name="atOnce">How many run at once.</param>
    /// <param name="length">How long to measure, after a warm-up.</param>
    /// <param name="time">The clock.</param>
    public static async Task<(double PerSecond, Latencies Latencies, IReadOnlyList<string> Failures)> RunAsync(
        Func<int, int, Task> operation, int atOnce, TimeSpan length, TimeProvider time)
    {
        await RepeatAsync(operation, atOnce, WarmUp, new Latencies(), [], time);
        var latencies = new Latencies();
        var failures = new List<string>();
        var startedAt = time.GetTimestamp();
        await RepeatAsync(operation, atOnce, length, latencies, failures, time);
        return (latencies.Count / time.GetElapsedTime(startedAt).TotalSeconds, latencies, failures);
    }

    private static Task RepeatAsync(
        Func<int, int, Task> operation, int atOnce, TimeSpan length, Latencies latencies, List<string> failures, TimeProvider time)
    {
        var startedAt = time.GetTimestamp();
        return Task.WhenAll(Enumerable.Range(0, atOnce).Select(worker => Task.Run(async () =>
        {
            for (var number = 0; time.GetElapsedTime(startedAt) < length; number++)
            {
                var at = time.GetTimestamp();
                try
                {
                    await operation(worker, number);
                    latencies.Add(time.GetElapsedTime(at));
                }
                catch (Exception failure) when (failure is Dapr.DaprException or HttpRequestException or Grpc.Core.RpcException)
                {
                    lock (failures)
                        failures.Add(failure.InnerException?.Message ?? failure.Message);
                    return;
                }
            }
        })));
    }
}
