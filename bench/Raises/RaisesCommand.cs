using System.CommandLine;
using Auctions.Bench.Report;

namespace Auctions.Bench.Raises;

/// <summary><c>bench raises</c>: raises a second and their latencies, against a system that runs already.</summary>
internal static class RaisesCommand
{
    public static Command Make(Option<FileInfo?> resultFile)
    {
        var api = ApiOption.Make();
        var auctions = Number("--auctions", 1, "Auctions at the same time.", 1, 1_000);
        var watchers = Number("--watchers", 200, "Watchers in all.", 0, 20_000);
        var bidders = Number("--bidders", 50, "Bidders in all; each is limited to so many raises a second by Api.", 2, 10_000);
        var perSecond = Number("--per-second", 0, "Raises a second; 0 sends as fast as answers come.", 0, 100_000);
        var inFlight = Number("--in-flight", 32, "With --per-second 0: raises under way at a time.", 1, 10_000);
        var seconds = Number("--seconds", 15, "How long to send.", 1, 600);
        var warmUp = Number("--warm-up", 0, "Seconds of that whose latencies don't count.", 0, 599);

        var command = new Command("raises", "Raises a second and their latencies, against a running system.")
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

    private static Option<int> Number(string name, int standard, string description, int least, int most)
    {
        var option = new Option<int>(name) { Description = $"{description} {least} to {most}.", DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var value && (value < least || value > most))
                result.AddError($"{name} must be from {least} to {most}.");
        });
        return option;
    }

    private static string Title(RaiseLoadOptions options) =>
        $"Raises: {(options.PerSecond > 0 ? $"{options.PerSecond}/s" : $"{options.InFlight} at a time")}, "
        + $"{options.Auctions} auction(s), {options.Watchers} watchers, {options.Bidders} bidders, {options.Seconds} s"
        + (options.WarmUpSeconds > 0 ? $", of which the first {options.WarmUpSeconds} are not in the latencies" : "");

    private static MarkdownTable Table(RaiseLoadResult result) =>
        new MarkdownTable("", "count", "per second", "p50 ms", "p99 ms")
            .Add("acknowledged (202)", $"{result.Acked}", $"{result.Acked / result.Took.TotalSeconds:F0}", Ms(result.AckMs, 0.5), Ms(result.AckMs, 0.99))
            .Add("decided", $"{result.Accepted + result.Rejected}", $"{(result.Accepted + result.Rejected) / result.Decided.TotalSeconds:F0}", "", "")
            .Add("accepted, POST to the last watcher", $"{result.Accepted}", $"{result.Accepted / result.Took.TotalSeconds:F0}", Ms(result.PushMs, 0.5), Ms(result.PushMs, 0.99))
            .Add("rejected by the rules", $"{result.Rejected}", "", "", "")
            .Add("503", $"{result.Unavailable}", "", "", "")
            .Add("other answers", $"{result.Other}", "", "", "")
            .Add("accepted, to some watchers by snapshot", $"{result.CoveredBySnapshot}", "", "", "")
            .Add("broken promises", $"{result.Faults.Count}", "", "", "");

    private static string Ms(double[] ascending, double share) =>
        ascending.Length == 0 ? "" : $"{RaiseLoadResult.Percentile(ascending, share):F1}";
}
