using System.CommandLine;
using Auctions.Bench.Report;
using Dapr.Client;

namespace Auctions.Bench.Sidecar;

/// <summary>
/// <c>bench sidecar</c>: saves and publishes through the real Dapr.Client against the sidecar that DAPR_HTTP_ENDPOINT
/// and DAPR_GRPC_ENDPOINT name.
/// </summary>
internal static class SidecarCommand
{
    private const int KeysPerWorker = 100;
    private static readonly int[] AtOnce = [1, 32, 128];

    public static Command Make(Option<FileInfo?> resultFile)
    {
        var seconds = Flag.Number("--seconds", "How long to measure each row, in seconds", 5, 1, 60);
        var store = new Option<string>("--store") { Description = "The state store's name.", DefaultValueFactory = _ => "statestore" };
        var pubsub = new Option<string>("--pubsub") { Description = "The pub/sub's name.", DefaultValueFactory = _ => "pubsub" };
        var topic = new Option<string>("--topic") { Description = "The topic to publish to.", DefaultValueFactory = _ => "bench" };
        var sidecar = new Option<string>("--sidecar") { Description = "What the sidecar is, for the title.", DefaultValueFactory = _ => "embedded" };
        var command = new Command("sidecar", "Concurrent saves and publishes through Dapr.Client against a running sidecar.")
        {
            seconds, store, pubsub, topic, sidecar, resultFile,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (Environment.GetEnvironmentVariable("DAPR_GRPC_ENDPOINT") is null or "")
            {
                await Console.Error.WriteLineAsync("DAPR_GRPC_ENDPOINT is not set; it names the sidecar, for example http://127.0.0.1:50001.");
                return 2;
            }

            using var dapr = new DaprClientBuilder().Build();
            var measured = new Note(new string('x', 160), 12.5m);
            var length = TimeSpan.FromSeconds(parsed.GetValue(seconds));
            var (saves, savesFailed) = await MeasureAsync(length, (worker, number) =>
                dapr.SaveStateAsync(
                    parsed.GetRequiredValue(store), $"bench-{worker}-{number % KeysPerWorker}", measured, cancellationToken: cancellation));
            var (publishes, publishesFailed) = await MeasureAsync(length, (_, _) =>
                dapr.PublishEventAsync(parsed.GetRequiredValue(pubsub), parsed.GetRequiredValue(topic), measured, cancellation));

            var table = new MarkdownTable("", "at once", "per second", "p50 ms", "p99 ms", "failures");
            saves.ForEach(row => table.Add(["SaveStateAsync", .. row]));
            publishes.ForEach(row => table.Add(["PublishEventAsync", .. row]));
            // A result with failures is printed, but not kept.
            var failed = savesFailed || publishesFailed;
            ResultFile.Append(
                failed ? null : parsed.GetValue(resultFile), $"Sidecar ({parsed.GetValue(sidecar)})", table,
                "Values of about 200 bytes, without ETags. The load ran on the same machine.");
            return failed ? 1 : 0;
        });
        return command;
    }

    private static async Task<(List<string[]> Rows, bool Failed)> MeasureAsync(TimeSpan length, Func<int, int, Task> operation)
    {
        var rows = new List<string[]>();
        var failed = false;
        foreach (var atOnce in AtOnce)
        {
            var (perSecond, latencies, failures) = await SidecarLoad.RunAsync(operation, atOnce, length, TimeProvider.System);
            foreach (var failure in failures.Distinct())
                await Console.Error.WriteLineAsync($"FAILED: {failure}");
            failed |= failures.Count > 0 || latencies.Count == 0;
            rows.Add([$"{atOnce}", $"{perSecond:F0}", $"{latencies.Percentile(50):F2}", $"{latencies.Percentile(99):F2}", $"{failures.Count}"]);
        }

        return (rows, failed);
    }

    private sealed record Note(string Text, decimal Amount);
}
