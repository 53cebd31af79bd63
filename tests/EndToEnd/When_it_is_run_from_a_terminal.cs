using System.Diagnostics;
using System.Net;
using System.Reflection;
using System.Text;

namespace EndToEnd.Tests;

/// <summary>AppHost as a process, as <c>./run</c> and <c>dotnet run</c> start it, with Aspire's dashboard.</summary>
public sealed class When_it_is_run_from_a_terminal : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("auctions-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task It_prints_the_addresses_restarts_what_dies_and_leaves_no_process_behind()
    {
        using var appHost = Start();
        using var lines = new Lines(appHost);
        try
        {
            await lines.UntilAsync("Everything is up after ", Patience);
            await lines.UntilAsync("Ctrl+C stops it all", Patience);
            var places = lines.ToString().Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(words => words is ["page" or "API" or "live" or "dashboard", _]).ToLookup(words => words[0], words => new Uri(words[1]));

            using var http = new HttpClient();
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, Assert.Single(places["page"])));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, Assert.Single(places["API"])));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, Assert.Single(places["dashboard"])));
            Assert.All(places["live"], live => Assert.Equal(("ws", "/live"), (live.Scheme, live.AbsolutePath)));
            Assert.Equal(3, places["live"].Select(live => live.Port).Distinct().Count());
            Assert.Contains(places["live"], live => live.Port == places["page"].Single().Port);

            Assert.Single(OfThisSystem("Auctions.Gateway")).Kill();
            await lines.UntilAsync("gateway died (exit code 137); restarting it in 0.25 s.", Patience);
            Assert.NotEmpty(OfThisSystem(""));
        }
        finally
        {
            using var kill = appHost.HasExited ? null : Process.Start("kill", ["-TERM", $"{appHost.Id}"]);
            await appHost.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, appHost.ExitCode);
        Assert.Equal([], OfThisSystem("").Select(process => process.ProcessName));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, Uri url)
    {
        using var answer = await http.GetAsync(url, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static string Built(string what) => typeof(RunningSystem).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == what).Value!;

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet", [Built("AppHost"), "--Logging:LogLevel:Aspire=Warning"])
        {
            WorkingDirectory = Built("AppHostFolder"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        start.Environment["EMBEDDED_DATA_DIR"] = _data.FullName;
        start.Environment.Remove("ASPNETCORE_URLS");
        foreach (var port in (string[])["Api", "Pusher1", "Pusher2", "Dashboard"])
            start.Environment[$"Ports__{port}"] = "0";
        return Process.Start(start)!;
    }

    /// <summary>The processes that have inherited the data folder, without zombies.</summary>
    private List<Process> OfThisSystem(string program) => [.. Process.GetProcesses().Where(process =>
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/environ").Contains($"EMBEDDED_DATA_DIR={_data.FullName}", StringComparison.Ordinal)
                && File.ReadAllText($"/proc/{process.Id}/cmdline").Split('\0')[0].EndsWith(program, StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    })];

    /// <summary>The output of a process.</summary>
    private sealed class Lines : IDisposable
    {
        private readonly StringBuilder _all = new();
        private readonly SemaphoreSlim _more = new(0);

        private readonly Process _process;

        public Lines(Process process)
        {
            _process = process;
            process.OutputDataReceived += (_, line) => Add(line.Data);
            process.ErrorDataReceived += (_, line) => Add(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        // The rest of the output may still arrive after the last wait.
        public void Dispose()
        {
            _process.CancelOutputRead();
            _process.CancelErrorRead();
            _more.Dispose();
        }

        public override string ToString()
        {
            lock (_all)
                return _all.ToString();
        }

        public async Task UntilAsync(string text, TimeSpan within)
        {
            using var deadline = new CancellationTokenSource(within);
            while (!ToString().Contains(text, StringComparison.Ordinal))
                try
                {
                    Assert.False(_process.HasExited, $"AppHost ended before it printed \"{text}\":\n{this}");
                    await _more.WaitAsync(deadline.Token);
                }
                catch (OperationCanceledException)
                {
                    Assert.Fail($"\"{text}\" was not printed in time, but:\n{this}");
                }
        }

        private void Add(string? line)
        {
            lock (_all)
                _all.AppendLine(line);
            _more.Release();
        }
    }
}
