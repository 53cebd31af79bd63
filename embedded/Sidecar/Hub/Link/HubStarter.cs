using System.ComponentModel;
using System.Diagnostics;

namespace Embedded.Sidecar.Hub.Link;

/// <summary>Starts a hub process, unless another sidecar is starting one at this moment.</summary>
internal sealed class HubStarter(HubOptions options, Func<ProcessStartInfo> startHub)
{
    /// <summary>
    /// Returns when this attempt to start a hub has ended, or at once where another sidecar makes one. The caller checks
    /// whether a hub listens.
    /// </summary>
    /// <exception cref="HubStartException">The hub process says why it can't start.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await using var starting = FileLock.TryAcquire(options.StartingPath);
        if (starting is null)
            return;

        var start = startHub();
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.UseShellExecute = false;
        using var hub = Start(start);
        hub.StandardInput.Close();
        var answer = await hub.StandardOutput.ReadLineAsync(cancellation);
        if (answer is not (HubOptions.Ready or HubOptions.AlreadyThere))
            throw new HubStartException(answer ?? $"The hub of {options.DataDirectory} ended before it was ready.");
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
