using System.Diagnostics;
using System.Globalization;

namespace Aspire.Hosting.Runtime;

// A pid names a process only together with the moment at which that process began: pids come round again.
internal readonly record struct ProcessIdentity(int Pid, long StartedAt)
{
    public static ProcessIdentity? Of(int pid)
    {
        try
        {
            if (!OperatingSystem.IsLinux())
            {
                using var process = Process.GetProcessById(pid);
                return new ProcessIdentity(pid, process.StartTime.Ticks);
            }

            // The name of the program, in parentheses, may hold anything; the state follows it, and 19 fields later the start.
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : new ProcessIdentity(pid, long.Parse(fields[19], CultureInfo.InvariantCulture));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or ArgumentException
            or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    public bool IsAlive => Of(Pid) == this;

    // Every process that inherited `variable` from a host. Linux only: elsewhere the environment of others is not to be read.
    public static IEnumerable<ProcessIdentity> WithVariable(string variable)
    {
        if (!OperatingSystem.IsLinux())
            yield break;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var pid) && pid != Environment.ProcessId
                && Of(pid) is { } process && Inherited(folder, variable) && process.IsAlive)
                yield return process;
        }
    }

    private static bool Inherited(string folder, string variable)
    {
        try
        {
            return File.ReadAllText($"{folder}/environ").Split('\0').Contains(variable);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
