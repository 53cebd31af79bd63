using System.Collections.Concurrent;

namespace Aspire.Hosting.Runtime;

// The host's end of the guard's pipe. A guard that dies is started again and told everything anew.
internal sealed class GuardLink(ConsoleLog log) : IAsyncDisposable
{
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<ProcessIdentity, byte> _processes = [];
    private readonly Lock _writing = new();
    private ChildProcess? _guard;
    private bool _ending;

    // Which processes are this host's.
    public string Mark { get; } = $"{Environment.ProcessId}-{Guid.NewGuid():N}";

    public void Start()
    {
        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
        environment["DOTNET_ROOT"] = Launch.DotnetRoot;
        environment.Remove(Guard.MarkVariable);
        var launch = Launch.OfAssembly(typeof(GuardLink).Assembly.Location, ["guard", Mark], AppContext.BaseDirectory);
        lock (_writing)
        {
            _guard = ChildProcess.Start(launch, environment, (line, _) => log.Write("guard", line));
            foreach (var process in _processes.Keys)
                _guard.Input.WriteLine(Guard.Begun(process));
            _guard.Input.Flush();
            _ = ReplaceWhenGoneAsync(_guard);
        }
    }

    public void Add(ProcessIdentity process)
    {
        _processes[process] = 0;
        Tell(Guard.Begun(process));
    }

    public void Remove(ProcessIdentity process)
    {
        if (_processes.TryRemove(process, out _))
            Tell(Guard.Ended(process));
    }

    // Leaves when nothing of this host is left.
    public async ValueTask DisposeAsync()
    {
        _ending = true;
        if (_guard is not { } guard)
            return;
        Tell(Guard.Bye);
        try
        {
            guard.Input.Close();
        }
        catch (IOException)
        {
            // It is gone already.
        }

        await Task.WhenAny(guard.Exited, Task.Delay(Sweep));
    }

    private void Tell(string line)
    {
        lock (_writing)
        {
            try
            {
                _guard?.Input.WriteLine(line);
                _guard?.Input.Flush();
            }
            catch (IOException)
            {
                // It died; its successor is told everything anew.
            }
        }
    }

    private async Task ReplaceWhenGoneAsync(ChildProcess guard)
    {
        await guard.Exited;
        if (_ending)
            return;
        log.Write("host", "the guard process ended; starting another");
        await Task.Delay(TimeSpan.FromSeconds(1));
        if (!_ending)
            Start();
    }
}
