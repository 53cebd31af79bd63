using System.Diagnostics;
using System.Globalization;

namespace EndToEnd.Tests;

/// <summary>What a test does to a process by its id.</summary>
internal static class OsProcess
{
    /// <summary>The first child of a process; null if it has none, or has ended.</summary>
    public static int? ChildOf(int pid)
    {
        var children = $"/proc/{pid}/task/{pid}/children";
        return File.Exists(children) && File.ReadAllText(children).Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var child, ..]
            ? int.Parse(child, CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>Kills a process and waits for its end; false if it has ended before.</summary>
    public static bool TryKill(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
            return process.WaitForExit(TimeSpan.FromSeconds(10));
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Stops a process, as a long pause or a frozen machine does: its connections stay, and it does nothing.</summary>
    /// <returns>Lets the process go on once it is disposed.</returns>
    public static async Task<IAsyncDisposable> StopAsync(int pid)
    {
        await SignalAsync("STOP", pid);
        return new Stopped(pid);
    }

    /// <exception cref="InvalidOperationException">There is no such process.</exception>
    private static async Task SignalAsync(string signal, int pid)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{pid}"]);
        await kill.WaitForExitAsync();
        if (kill.ExitCode != 0)
            throw new InvalidOperationException($"The process {pid} can't be sent {signal}.");
    }

    private sealed class Stopped(int pid) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await SignalAsync("CONT", pid);
    }
}
