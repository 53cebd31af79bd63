using System.Diagnostics;

namespace Images.Tests;

/// <summary>What a command printed and how it ended.</summary>
internal sealed record Script(int Code, string Output, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task<Script> RunAsync(string folder, string program, string[] arguments, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        // Whether `latest` is due is read from the clone, wherever these tests run.
        start.Environment.Remove("GITHUB_REF");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            deadline.CancelAfter(Patience);
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            var script = new Script(0, await output, await error);
            await process.WaitForExitAsync(deadline.Token);
            return script with { Code = process.ExitCode };
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    public Script Succeeded()
    {
        Assert.True(Code == 0, $"It ended with {Code} and printed:\n{Output}\n{Error}");
        return this;
    }

    public void Failed(string because)
    {
        Assert.NotEqual(0, Code);
        Assert.Contains(because, Error, StringComparison.Ordinal);
    }
}
