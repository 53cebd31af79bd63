using System.Diagnostics;

namespace EndToEnd.Tests;

/// <summary>Signals to processes: STOP stalls one, CONT lets it go on.</summary>
internal static class Signals
{
    public static async Task SendAsync(string signal, int pid)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{pid}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
