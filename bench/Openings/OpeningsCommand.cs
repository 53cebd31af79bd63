using System.CommandLine;
using Auctions.Bench.Raises;
using Auctions.Bench.Report;
using Auctions.Load;

namespace Auctions.Bench.Openings;

/// <summary><c>bench openings</c>: how late watchers learn that auctions have opened, if all open at one instant.</summary>
internal static class OpeningsCommand
{
    public static Command Make(Option<FileInfo?> resultFile)
    {
        var api = ApiOption.Make();
        var auctions = Flag.Number("--auctions", "Auctions that open at one instant", 100, 1, 1_000);
        var rounds = Flag.Number("--rounds", "Rounds, the first of which warms the system up", 3, 1, 100);
        var command = new Command("openings", "Measures how late auctions that open at one instant reach their watchers, on a running system.")
            { api, auctions, rounds, resultFile };
        command.SetAction(async (parsed, _) =>
        {
            for (var round = 1; round <= parsed.GetValue(rounds); round++)
            {
                var late = await RunAsync(parsed.GetValue(api)!, parsed.GetValue(auctions));
                ResultFile.Append(
                    parsed.GetValue(resultFile), $"Openings: {late.Length} auctions at one instant, round {round}",
                    new MarkdownTable("", "p50 ms", "p99 ms", "last ms").Add(
                        "from the hour to the watcher",
                        $"{RaiseLoadResult.Percentile(late, 0.5):F0}", $"{RaiseLoadResult.Percentile(late, 0.99):F0}", $"{late[^1]:F0}"));
            }

            return 0;
        });
        return command;
    }

    private static async Task<double[]> RunAsync(Uri api, int count)
    {
        using var seller = await Client.SignInAsync(api, "seller", "seller");
        var opensAt = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(10 + (count / 10));
        var auctions = new List<string>();
        for (var at = 0; at < count; at++)
            auctions.Add(await seller.OpenAuctionAsync($"Lot {at}", opensAt: opensAt));

        var urls = await seller.LiveServersAsync();
        var seen = new TaskCompletionSource<double>[count];
        var watchers = new List<Watcher>();
        for (var at = 0; at < count; at++)
        {
            var opened = seen[at] = new(TaskCreationOptions.RunContinuationsAsynchronously);
            watchers.Add(await Watcher.StartAsync(urls, at % urls.Length, auctions[at], onFrame: frame =>
            {
                if (frame.Type == "opened")
                    opened.TrySetResult((TimeProvider.System.GetUtcNow() - opensAt).TotalMilliseconds);
            }));
        }

        var late = await Task.WhenAll(seen.Select(opened => opened.Task)).WaitAsync(TimeSpan.FromSeconds(60));
        foreach (var watcher in watchers)
            await watcher.DisposeAsync();
        return [.. late.Order()];
    }
}
