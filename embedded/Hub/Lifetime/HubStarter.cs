using System.ComponentModel;
using System.Diagnostics;

namespace Embedded.Hub.Lifetime;

/// <summary>Starts a hub process, unless another sidecar is starting one at this moment.</summary>
internal sealed class HubStarter(HubOptions options, Func<ProcessStartInfo> startHub)
{
    /// <summary>Returns once somebody's attempt has ended; whether a hub listens is for the caller to find out.</summary>
    /// <exception cref="HubStartException">The hub says why it can't start.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await using var starting = FileLock.TryTake(options.StartingPath);
        if (starting is null)
            return;

        var start = startHub();
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.UseShellExecute = false;
        using var hub = Start(start);
        hub.StandardInput.Close();
        var said = await hub.StandardOutput.ReadLineAsync(cancellation);
        if (said is not (HubHost.Ready or HubHost.AlreadyThere))
            throw new HubStartException(said ?? $"The hub of {options.DataDirectory} ended before it was ready.");
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new HubStartException($"{start.FileName} could not be started.");
        }
        catch (Win32Exception failure)
        {
            throw new HubStartException($"{start.FileName} could not be started: {failure.Message}", failure);
        }
    }
}
