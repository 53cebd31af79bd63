using System.Diagnostics;
using System.Globalization;

namespace Auctions.AppHost.Supervision;

/// <summary>
/// The processes that AppHost has started, with all that those have. Aspire's orchestrator goes on for a moment after it has said that all is stopped;
/// who gets the terminal back may start anew at once, so AppHost waits for that, too.
/// </summary>
internal static class StartedProcesses
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static IReadOnlyList<Process> _all = [];

    /// <summary>Notes which there are, while they are all there. On Linux, where /proc tells; elsewhere nobody is waited for.</summary>
    public static void Note() => _all = OperatingSystem.IsLinux() ? [.. Below(Environment.ProcessId)] : [];

    /// <summary>Waits until those that were noted have ended.</summary>
    public static void WaitForEnd()
    {
        var deadline = Stopwatch.StartNew();
        foreach (var process in _all)
            if (Patience - deadline.Elapsed is { Ticks: > 0 } left)
                process.WaitForExit(left);
    }

    private static IEnumerable<Process> Below(int ancestor)
    {
        var dependants = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Select(name => int.TryParse(name, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid != 0)
            .SelectMany(pid => DependsOn(pid).Select(on => (Pid: pid, On: on)))
            .ToLookup(process => process.On, process => process.Pid);
        var seen = new HashSet<int>();
        var left = new Queue<int>(dependants[ancestor]);
        while (left.TryDequeue(out var pid))
        {
            if (!seen.Add(pid))
                continue;
            foreach (var dependant in dependants[pid])
                left.Enqueue(dependant);
            if (Open(pid) is { } process)
                yield return process;
        }
    }

    // Its parent; and what it is told to watch, for the orchestrator's processes leave their parent.
    private static IEnumerable<int> DependsOn(int pid)
    {
        string stat;
        string[] arguments;
        try
        {
            stat = File.ReadAllText($"/proc/{pid}/stat");
            arguments = File.ReadAllText($"/proc/{pid}/cmdline").Split('\0');
        }
        catch (IOException)
        {
            // It has just ended.
            yield break;
        }

        // pid (name) state parent …, where the name may hold anything.
        yield return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        var monitor = Array.IndexOf(arguments, "--monitor");
        if (monitor >= 0 && int.TryParse(arguments.ElementAtOrDefault(monitor + 1), CultureInfo.InvariantCulture, out var watched))
            yield return watched;
    }

    private static Process? Open(int pid)
    {
        try
        {
            return Process.GetProcessById(pid);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
