using System.Collections.Concurrent;
using System.Diagnostics;

namespace Deploy.Tests.Rendered;

/// <summary>Runs `kubectl kustomize`, which needs no cluster. KUBECTL names the program; ./test sets it with eng/kubectl.</summary>
internal static class Kubectl
{
    private static readonly ConcurrentDictionary<string, Lazy<string>> Rendered = new();

    /// <summary>Renders a folder of the repository.</summary>
    public static string Kustomize(string folder) => Rendered.GetOrAdd(folder, key => new(() => Run("kustomize", Repository.At(key)))).Value;

    private static string Run(params string[] arguments)
    {
        var program = Environment.GetEnvironmentVariable("KUBECTL") is { Length: > 0 } given ? given : "kubectl";
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException($"{program} can't be run: set KUBECTL to the output of eng/kubectl.", missing);
        }

        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? output
                : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {errors.GetAwaiter().GetResult()}");
        }
    }
}
