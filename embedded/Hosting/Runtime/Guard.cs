using System.Diagnostics;
using System.Globalization;

namespace Aspire.Hosting.Runtime;

// Ends what a host leaves behind, however the host itself ended. A process of its own that reads from the host's pipe
// which processes there are; when the pipe ends, so has the host, and whatever is left of its processes is asked to
// end, then ended. On Linux it looks for the host's mark in the environment of every process besides, which finds
// what was started in the host's last moment and the children of children.
internal sealed class Guard(string mark, TimeProvider time)
{
    // The variable that carries the mark.
    public const string MarkVariable = "EMBEDDED_HOST_RUN";

    // What the host says when it has stopped everything itself: what is left then may still be on its way out.
    public const string Bye = "bye";

    private static readonly TimeSpan OnTheirWay = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly HashSet<ProcessIdentity> _processes = [];

    public static string Begun(ProcessIdentity process) => string.Create(CultureInfo.InvariantCulture, $"+ {process.Pid} {process.StartedAt}");

    public static string Ended(ProcessIdentity process) => string.Create(CultureInfo.InvariantCulture, $"- {process.Pid} {process.StartedAt}");

    public async Task RunAsync(TextReader host)
    {
        var clean = false;
        while (await host.ReadLineAsync() is { } line)
        {
            if (line == Bye)
                clean = true;
            else if (line.Split(' ') is [var what, var pid, var startedAt])
                Note(what, new ProcessIdentity(int.Parse(pid, CultureInfo.InvariantCulture), long.Parse(startedAt, CultureInfo.InvariantCulture)));
        }

        if (clean)
            await WaitForAllAsync(OnTheirWay);
        foreach (var process in Left())
            Send(process, Signals.Terminate);
        await WaitForAllAsync(Patience);
        foreach (var process in Left())
            Send(process, Signals.Kill);
    }

    private void Note(string what, ProcessIdentity process)
    {
        if (what == "+")
            _processes.Add(process);
        else
            _processes.Remove(process);
    }

    private List<ProcessIdentity> Left() =>
        [.. _processes.Where(process => process.IsAlive).Union(ProcessIdentity.WithVariable($"{MarkVariable}={mark}"))];

    private async Task WaitForAllAsync(TimeSpan limit)
    {
        var began = time.GetTimestamp();
        while (time.GetElapsedTime(began) < limit && Left().Count > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(50), time);
    }

    private static void Send(ProcessIdentity process, int signal)
    {
        try
        {
            using var found = Process.GetProcessById(process.Pid);
            if (process.IsAlive)
                Signals.Send(found, signal);
        }
        catch (ArgumentException)
        {
            // It ended in the meantime.
        }
    }
}
