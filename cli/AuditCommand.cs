using System.CommandLine;
using System.Text.Json;

namespace Auctions.Cli;

/// <summary>
/// <c>audit show</c> and <c>audit verify</c>: an auction's audit trail. Api decides every entry again while it reads the trail.
/// </summary>
internal static class AuditCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="run">Runs an action with the API, which returns the exit code.</param>
    public static Command Make(Func<ParseResult, Func<ApiClient, Task<int>>, Task<int>> run)
    {
        var auction = new Argument<string>("auction") { Description = "The auction's id" };
        var show = new Command("show", "Prints the trail as JSON lines; the last line is the verdict") { auction };
        show.SetAction((parsed, cancellation) => run(parsed, async api =>
        {
            await foreach (var line in api.AuditAsync(parsed.GetValue(auction)!, cancellation))
                await parsed.InvocationConfiguration.Output.WriteLineAsync(line);
            return 0;
        }));
        var verify = new Command("verify", "Checks whether the rules decide every entry the same way again: exit code 0 yes, 1 no") { auction };
        verify.SetAction((parsed, cancellation) => run(parsed, async api => await VerifyAsync(
            api.AuditAsync(parsed.GetValue(auction)!, cancellation), parsed.InvocationConfiguration.Output)));
        return new Command("audit", "The audit trail of an auction") { show, verify };
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
            await output.WriteLineAsync("The trail ends without a verdict, so it is incomplete.");
            return 1;
        }

        var figures = $"{last.GetProperty("decisions")} decisions, {last.GetProperty("seq")} events";
        await output.WriteLineAsync(verified.GetBoolean()
            ? $"Verified: {figures}, all decided the same way again."
            : $"Not verified: of {figures}, {last.GetProperty("mismatches")} were decided differently.");
        return verified.GetBoolean() ? 0 : 1;
    }
}
