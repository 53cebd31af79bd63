using System.Diagnostics;

namespace Images.Tests;

/// <summary>The output and the exit code of a command.</summary>
internal sealed record Script(int Code, string Output, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task<Script> RunAsync(
        string folder, string program, string[] arguments, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        // Without this variable the clone alone decides about the tag `latest`, even if the tests run in a workflow.
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
        Assert.True(Code == 0, $"The exit code is {Code} and the output:\n{Output}\n{Error}");
        return this;
    }

    public void Failed(string because)
    {
        Assert.NotEqual(0, Code);
        Assert.Contains(because, Error, StringComparison.Ordinal);
    }
}
