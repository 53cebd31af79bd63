using System.CommandLine;
using Auctions.Bench.Report;

namespace Auctions.Bench.Raises;

/// <summary><c>bench raises</c>: raises a second and their latencies, on a running system.</summary>
internal static class RaisesCommand
{
    public static Command Make(Option<FileInfo?> resultFile)
    {
        var api = ApiOption.Make();
        var auctions = Flag.Number("--auctions", "Auctions at the same time", 1, 1, 1_000);
        var watchers = Flag.Number("--watchers", "Watchers in all", 200, 0, 20_000);
        var bidders = Flag.Number("--bidders", "Bidders in all; Api limits the raises of each", 50, 2, 10_000);
        var perSecond = Flag.Number("--per-second", "Raises a second; 0 sends as fast as the answers arrive", 0, 0, 100_000);
        var inFlight = Flag.Number("--in-flight", "Raises in flight with --per-second 0", 32, 1, 10_000);
        var seconds = Flag.Number("--seconds", "Seconds for which raises are sent", 15, 1, 600);
        var warmUp = Flag.Number("--warm-up", "Seconds of these that are left out of the latencies", 0, 0, 599);

        var command = new Command("raises", "Measures raises a second and their latencies, on a running system.")
            { api, auctions, watchers, bidders, perSecond, inFlight, seconds, warmUp, resultFile };
        command.SetAction(async (parsed, _) =>
        {
            var options = new RaiseLoadOptions(
                parsed.GetValue(api)!, parsed.GetValue(auctions), parsed.GetValue(watchers), parsed.GetValue(bidders),
                parsed.GetValue(perSecond), parsed.GetValue(inFlight), parsed.GetValue(seconds), parsed.GetValue(warmUp));
            if (!options.Api.IsLoopback)
            {
                Console.Error.WriteLine($"--api {options.Api} is not on this machine; load goes to loopback only.");
                return 2;
            }

            var result = await new RaiseLoad(options).RunAsync();
            ResultFile.Append(parsed.GetValue(resultFile), Title(options), Table(result));
            foreach (var fault in result.Faults.Take(20))
                Console.Error.WriteLine(fault);
            return result.Faults.Count == 0 ? 0 : 1;
        });
        return command;
    }

    private static string Title(RaiseLoadOptions options) =>
        $"Raises: {(options.PerSecond > 0 ? $"{options.PerSecond}/s" : $"{options.InFlight} at a time")}, "
        + $"{options.Auctions} auction(s), {options.Watchers} watchers, {options.Bidders} bidders, {options.Seconds} s"
        + (options.WarmUpSeconds > 0 ? $", of which the first {options.WarmUpSeconds} are not in the latencies" : "");

    private static MarkdownTable Table(RaiseLoadResult result) =>
        new MarkdownTable("", "count", "per second", "p50 ms", "p99 ms")
            .Add("acknowledged (202)", $"{result.Acked}", PerSecond(result.Acked, result.Took), Ms(result.AckMs, 0.5), Ms(result.AckMs, 0.99))
            .Add("decided", $"{result.Accepted + result.Rejected}", PerSecond(result.Accepted + result.Rejected, result.Decided), "", "")
            .Add(
                "accepted, POST to the last watcher",
                $"{result.Accepted}", PerSecond(result.Accepted, result.Took), Ms(result.PushMs, 0.5), Ms(result.PushMs, 0.99))
            .Add("rejected by the rules", $"{result.Rejected}", "", "", "")
            .Add("503", $"{result.Unavailable}", "", "", "")
            .Add("other answers", $"{result.Other}", "", "", "")
            .Add("accepted, to some watchers by snapshot", $"{result.CoveredBySnapshot}", "", "", "")
            .Add("broken promises", $"{result.Faults.Count}", "", "", "");

    private static string PerSecond(int count, TimeSpan time) => $"{count / time.TotalSeconds:F0}";

    private static string Ms(double[] ascending, double share) =>
        ascending.Length == 0 ? "" : $"{RaiseLoadResult.Percentile(ascending, share):F1}";
}
