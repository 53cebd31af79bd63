using System.CommandLine;
using System.Text.Json;

namespace Auctions.Cli;

/// <summary><c>audit show</c> and <c>audit verify</c>: the trail of an auction, decided again while it is read.</summary>
internal static class AuditCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="run">Runs something with the API and gives the exit code.</param>
    public static Command Make(Func<ParseResult, Func<Api, Task<int>>, Task<int>> run)
    {
        var auction = new Argument<string>("auction") { Description = "The auction's id" };
        var show = new Command("show", "Prints it as JSON lines, the verdict last") { auction };
        show.SetAction((parsed, cancellation) => run(parsed, async api =>
        {
            await foreach (var line in api.AuditAsync(parsed.GetValue(auction)!, cancellation))
                await parsed.InvocationConfiguration.Output.WriteLineAsync(line);
            return 0;
        }));
        var verify = new Command("verify", "Says whether the rules, asked again, come to the same: 0 yes, 1 no") { auction };
        verify.SetAction((parsed, cancellation) => run(parsed, async api => await VerifyAsync(
            api.AuditAsync(parsed.GetValue(auction)!, cancellation), parsed.InvocationConfiguration.Output)));
        return new Command("audit", "What was decided about an auction, and whether it holds") { show, verify };
    }

    private static async Task<int> VerifyAsync(IAsyncEnumerable<string> lines, TextWriter output)
    {
        JsonElement last = default;
        await foreach (var line in lines)
        {
            last = JsonSerializer.Deserialize<JsonElement>(line);
            if (last.TryGetProperty("mismatch", out var mismatch))
                await output.WriteLineAsync($"line {last.GetProperty("line")}: {mismatch.GetString()}");
        }

        if (last.ValueKind != JsonValueKind.Object || !last.TryGetProperty("verified", out var verified))
        {
            await output.WriteLineAsync("The trail ends without a verdict: it was cut off.");
            return 1;
        }

        var figures = $"{last.GetProperty("decisions")} decisions, {last.GetProperty("seq")} events";
        await output.WriteLineAsync(verified.GetBoolean()
            ? $"Verified: {figures}, decided again and the same."
            : $"Not verified: {last.GetProperty("mismatches")} of {figures} came out otherwise.");
        return verified.GetBoolean() ? 0 : 1;
    }
}
