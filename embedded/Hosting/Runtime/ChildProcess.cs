using System.Diagnostics;

namespace Aspire.Hosting.Runtime;

// One process. Its output is read line by line; its end is known by the process itself and not by the end of its
// output, for a grandchild may hold that open.
internal sealed class ChildProcess : IDisposable
{
    // In a session of its own a process does not hear the terminal's Ctrl+C: it ends when its turn comes.
    private static readonly string? SetSid = new[] { "/usr/bin/setsid", "/bin/setsid" }.FirstOrDefault(File.Exists);

    private readonly Process _process;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(Process process) => _process = process;

    public int Pid { get; private set; }

    public Task<int> Exited => _exited.Task;

    public StreamWriter Input => _process.StandardInput;

    public static ChildProcess Start(Launch launch, IReadOnlyDictionary<string, string> environment, Action<string, bool> log)
    {
        var start = new ProcessStartInfo
        {
            FileName = SetSid ?? launch.Program,
            WorkingDirectory = launch.WorkingDirectory,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (SetSid is not null)
            start.ArgumentList.Add(launch.Program);
        foreach (var argument in launch.Arguments)
            start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var child = new ChildProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        child._process.Exited += (_, _) => child._exited.TrySetResult(child._process.ExitCode);
        child._process.Start();
        child.Pid = child._process.Id;
        _ = ReadAsync(child._process.StandardOutput, isError: false, log);
        _ = ReadAsync(child._process.StandardError, isError: true, log);
        return child;
    }

    // Asks it to end, and ends it when it hasn't after a while.
    public async Task StopAsync(TimeSpan patience, CancellationToken now)
    {
        if (Exited.IsCompleted)
            return;
        Signals.Send(_process, Signals.Terminate);
        try
        {
            await Exited.WaitAsync(patience, now);
        }
        catch (Exception impatient) when (impatient is TimeoutException or OperationCanceledException)
        {
            Signals.Send(_process, Signals.Kill);
            await Exited;
        }
    }

    public void Dispose() => _process.Dispose();

    private static async Task ReadAsync(StreamReader output, bool isError, Action<string, bool> log)
    {
        try
        {
            while (await output.ReadLineAsync() is { } line)
                log(line, isError);
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // The process is gone, and its output with it.
        }
    }
}
