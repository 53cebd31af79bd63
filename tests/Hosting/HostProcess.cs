using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Aspire.Hosting.Dashboard;

namespace Hosting.Tests;

// The test host in a process of its own, as ./run starts AppHost.
internal sealed partial class HostProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringWriter _said = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> _dashboard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HostProcess(Process process) => _process = process;

    public HttpClient Http { get; } = new() { Timeout = TestApplication.Limit };

    public int Pid => _process.Id;

    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    public static HostProcess Start(params string[] args)
    {
        var start = new ProcessStartInfo(Path.ChangeExtension(new Projects.Hosting_TestHost().TargetPath, null), ["--Ports:Dashboard=0", .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A test run may itself be started by a host.
        start.Environment.Remove(Aspire.Hosting.Runtime.Guard.MarkVariable);
        var host = new HostProcess(Process.Start(start)!);
        _ = host.ReadAsync();
        return host;
    }

    public async Task<IReadOnlyList<ResourceView>> ResourcesAsync()
    {
        var dashboard = await _dashboard.Task.WaitAsync(TestApplication.Limit, TestApplication.Cancellation);
        return (await Http.GetFromJsonAsync<List<ResourceView>>(new Uri(dashboard, "/api/resources"), TestApplication.Cancellation))!;
    }

    public async Task UpAsync()
    {
        try
        {
            await _up.Task.WaitAsync(TestApplication.Limit, TestApplication.Cancellation);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The host did not come up. It says:{Environment.NewLine}{Said}");
        }
    }

    public void Kill() => _process.Kill();

    public void Signal(int signal) => Aspire.Hosting.Runtime.Signals.Send(_process, signal);

    // Once it is gone, and nobody holds its output any more.
    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync(TestApplication.Cancellation).WaitAsync(TestApplication.Limit, TestApplication.Cancellation);
        await _closed.Task.WaitAsync(TestApplication.Limit, TestApplication.Cancellation);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        // Its guard ends what it leaves.
        if (!_process.HasExited)
            _process.Kill();
        await _closed.Task.WaitAsync(TestApplication.Limit);
        _process.Dispose();
        Http.Dispose();
    }

    private async Task ReadAsync()
    {
        await Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
        _closed.TrySetResult();
    }

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            lock (_said)
                _said.WriteLine(line);
            if (DashboardLine().Match(line) is { Success: true } match)
                _dashboard.TrySetResult(new Uri(match.Groups[1].Value));
            if (line.StartsWith("Everything is up", StringComparison.Ordinal))
                _up.TrySetResult();
        }
    }

    [GeneratedRegex(@"^\[host\] +dashboard: (\S+)$")]
    private static partial Regex DashboardLine();
}
