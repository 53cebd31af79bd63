using System.Diagnostics;
using System.Globalization;

namespace Auctions.AppHost.Supervision;

/// <summary>
/// The processes that AppHost has started, with all their descendants. Aspire's orchestrator goes on for a moment after it
/// has reported that everything is stopped. AppHost waits for that too, so that the system can be started again at once.
/// </summary>
internal sealed class StartedProcesses
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private IReadOnlyList<Process> _all = [];

    /// <summary>Finds the processes while all of them still run. This needs Linux' /proc; elsewhere it finds none.</summary>
    public void Find() => _all = OperatingSystem.IsLinux() ? [.. DescendantsOf(Environment.ProcessId)] : [];

    /// <summary>Waits until the processes found have ended.</summary>
    public void WaitForEnd()
    {
        var waited = Stopwatch.StartNew();
        foreach (var process in _all)
            if (Patience - waited.Elapsed is { Ticks: > 0 } left)
                process.WaitForExit(left);
    }

    private static IEnumerable<Process> DescendantsOf(int ancestor)
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

    // The process' parent, and the process it was told to monitor: the orchestrator's processes detach from their parent.
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
            // The process has just ended.
            yield break;
        }

        // The format is "pid (name) state parent …", and the name may contain any character.
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
