using System.Diagnostics;
using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace EndToEnd.Tests;

/// <summary>
/// The whole system, started as <c>./run</c> starts it, on free ports and with a data folder of its own. What it prints
/// is kept, and shown when it does not come up.
/// </summary>
internal sealed partial class RunningSystem : IAsyncDisposable
{
    private readonly Process _appHost;
    private readonly StringBuilder _printed = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpClient _dashboard = new();
    private readonly List<Uri> _live = [];
    private readonly string _data;
    private readonly bool _ownsData;

    private RunningSystem(Process appHost, string data, bool ownsData)
    {
        _appHost = appHost;
        _data = data;
        _ownsData = ownsData;
    }

    public Uri Api { get; private set; } = new("http://localhost");

    public IReadOnlyList<Uri> Live => _live;

    public Uri Dashboard { get; private set; } = new("http://localhost");

    public string Printed
    {
        get
        {
            lock (_printed)
                return _printed.ToString();
        }
    }

    /// <summary>Starts the system and returns once it has printed its URLs.</summary>
    /// <param name="data">A data folder to go on with; null makes one, which goes with the system.</param>
    /// <param name="environment">More environment.</param>
    public static async Task<RunningSystem> StartAsync(
        string? data = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var ownsData = data is null;
        data ??= Directory.CreateTempSubdirectory("auctions-").FullName;
        var start = new ProcessStartInfo("dotnet", [AppHostAssembly])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        start.Environment["EMBEDDED_DATA_DIR"] = data;
        foreach (var port in (string[])["Api", "Pusher1", "Pusher2", "Dashboard"])
            start.Environment[$"Ports__{port}"] = "0";
        // The tests send as two bidders what a room full of them would.
        start.Environment["RateLimits__CommandsPerSecond"] = "100000";
        start.Environment["RateLimits__CommandBurst"] = "100000";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        var system = new RunningSystem(Process.Start(start)!, data, ownsData);
        system.Listen();
        try
        {
            await system._ready.Task.WaitAsync(TimeSpan.FromSeconds(90));
        }
        catch (Exception failure)
        {
            await system.DisposeAsync();
            throw new InvalidOperationException($"The system did not come up. It printed:\n{system.Printed}", failure);
        }

        return system;
    }

    /// <summary>What the dashboard says of every resource.</summary>
    public async Task<IReadOnlyList<ResourceRow>> ResourcesAsync() =>
        await _dashboard.GetFromJsonAsync<List<ResourceRow>>(new Uri(Dashboard, "api/resources")) ?? [];

    /// <summary>Changes a service by the dashboard, and returns once it has been changed.</summary>
    /// <param name="service">Such as <c>worker</c>.</param>
    /// <param name="how"><c>restart</c> or <c>scale</c>.</param>
    /// <param name="body">What the dashboard is to be told.</param>
    public async Task ChangeAsync(string service, string how, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var begun = await _dashboard.PostAsync(new Uri(Dashboard, $"api/services/{service}/{how}"), content);
        begun.EnsureSuccessStatusCode();
        while (true)
        {
            var change = await _dashboard.GetFromJsonAsync<JsonElement>(new Uri(Dashboard, begun.Headers.Location!));
            if (change.GetProperty("state").GetString() == "done")
                return;
            if (change.GetProperty("state").GetString() == "failed")
                throw new InvalidOperationException($"{how} {service} {body}: {change.GetProperty("problem").GetString()}");
            await Task.Delay(50);
        }
    }

    /// <summary>Ends a running process of a resource as a crash would, and says which it was.</summary>
    public async Task<int> KillAsync(string resource)
    {
        var pid = (await ResourcesAsync()).Single(row => row.Name == resource).Pids[0];
        using var process = Process.GetProcessById(pid);
        process.Kill();
        await process.WaitForExitAsync();
        return pid;
    }

    /// <summary>Ends one of a resource's processes, taken at random, unless none runs just now.</summary>
    public async Task<bool> TryKillAsync(string resource, Random random)
    {
        var pids = (await ResourcesAsync()).Single(row => row.Name == resource).Pids;
        return pids.Count > 0 && TryKill(pids[random.Next(pids.Count)]);
    }

    /// <summary>Ends the hub, unless none runs just now.</summary>
    public bool TryKillHub() =>
        int.TryParse(File.ReadAllText(Path.Combine(_data, "hub.pid")), System.Globalization.CultureInfo.InvariantCulture, out var pid) && TryKill(pid);

    /// <summary>Waits until a resource runs and is healthy again, in a process other than the one given.</summary>
    public async Task WaitUntilBackAsync(string resource, int gonePid, TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within);
        while (true)
        {
            var row = (await ResourcesAsync()).Single(row => row.Name == resource);
            if (row is { Health: "Healthy", Pids.Count: > 0 } && !row.Pids.Contains(gonePid))
                return;
            await Task.Delay(100, deadline.Token);
        }
    }

    /// <summary>Ends the hub that the sidecars share, as a crash would.</summary>
    public void KillHub()
    {
        var pid = int.Parse(File.ReadAllText(Path.Combine(_data, "hub.pid")), System.Globalization.CultureInfo.InvariantCulture);
        using var hub = Process.GetProcessById(pid);
        hub.Kill();
        hub.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_appHost.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_appHost.Id}"]);
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            try
            {
                await _appHost.WaitForExitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                _appHost.Kill(entireProcessTree: true);
                await _appHost.WaitForExitAsync();
            }
        }

        _appHost.Dispose();
        _dashboard.Dispose();
        if (_ownsData)
            Directory.Delete(_data, recursive: true);
    }

    private static bool TryKill(int pid)
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

    private static string AppHostAssembly => typeof(RunningSystem).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "AppHost").Value!;

    private void Listen()
    {
        _appHost.OutputDataReceived += (_, line) => Read(line.Data);
        _appHost.ErrorDataReceived += (_, line) => Read(line.Data);
        _appHost.EnableRaisingEvents = true;
        _appHost.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException("AppHost ended."));
        _appHost.BeginOutputReadLine();
        _appHost.BeginErrorReadLine();
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        lock (_printed)
            _printed.AppendLine(line);
        if (_ready.Task.IsCompleted || PrintedUrl().Match(line) is not { Success: true } match)
            return;

        var url = new Uri(match.Groups["url"].Value);
        switch (match.Groups["name"].Value)
        {
            case "page":
                Api = url;
                break;
            case "live":
                _live.Add(url);
                break;
            case "dashboard":
                Dashboard = url;
                _ready.TrySetResult();
                break;
        }
    }

    [GeneratedRegex(@"^\s*(?<name>page|live|dashboard)\s+(?<url>\S+)\s*$")]
    private static partial Regex PrintedUrl();
}
