using System.Diagnostics;

namespace Deploy.Tests.Observability;

/// <summary>Runs promtool, which needs no server. PROMTOOL names the program; ./test sets it with eng/promtool.</summary>
internal static class Promtool
{
    /// <summary>Runs it, and returns what it printed; null where it succeeded.</summary>
    public static async Task<string?> ProblemOfAsync(params string[] arguments)
    {
        var program = Environment.GetEnvironmentVariable("PROMTOOL") is { Length: > 0 } given ? given : "promtool";
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException($"{program} can't be run: set PROMTOOL to the output of eng/promtool.", missing);
        }

        using (process)
        {
            var cancellation = TestContext.Current.CancellationToken;
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            var output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0 ? null : $"{output}\n{await errors}";
        }
    }
}
