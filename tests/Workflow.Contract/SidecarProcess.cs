using System.Diagnostics;
using System.Net;
using System.Reflection;
using System.Text;

namespace Workflow.Contract.Tests;

/// <summary>An embedded sidecar, started as the toolkit starts it.</summary>
internal sealed class SidecarProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly StringBuilder _printed = new();

    private SidecarProcess(Process process) => _process = process;

    public required string AppId { get; init; }

    public required int HttpPort { get; init; }

    public required int GrpcPort { get; init; }

    public string GrpcEndpoint => $"http://127.0.0.1:{GrpcPort}";

    public static async Task<SidecarProcess> StartAsync(string data, string resources, string appId, int httpPort, int grpcPort)
    {
        var assembly = typeof(SidecarProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(entry => entry.Key == "Sidecar").Value!;
        var start = new ProcessStartInfo("dotnet", [
            assembly, "run", "--app-id", appId, "--resources-path", resources, $"--dapr-http-port={httpPort}", "--dapr-grpc-port", $"{grpcPort}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["EMBEDDED_DATA_DIR"] = data },
        };
        var sidecar = new SidecarProcess(Process.Start(start)!) { AppId = appId, HttpPort = httpPort, GrpcPort = grpcPort };
        sidecar._process.OutputDataReceived += (_, line) => sidecar.Keep(line.Data);
        sidecar._process.ErrorDataReceived += (_, line) => sidecar.Keep(line.Data);
        sidecar._process.BeginOutputReadLine();
        sidecar._process.BeginErrorReadLine();
        await sidecar.WaitUntilHealthyAsync();
        return sidecar;
    }

    /// <summary>Kills the sidecar.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using (Process.Start("kill", ["-TERM", $"{_process.Id}"]))
                await _process.WaitForExitAsync().WaitAsync(Patience);
        }

        _process.Dispose();
    }

    private async Task WaitUntilHealthyAsync()
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{HttpPort}") };
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync("/v1.0/healthz/outbound");
                if (answer.StatusCode == HttpStatusCode.NoContent)
                    return;
            }
            catch (HttpRequestException) when (!_process.HasExited && waited.Elapsed < Patience)
            {
                await Task.Delay(50);
                continue;
            }
            catch (HttpRequestException failure)
            {
                lock (_printed)
                    throw new InvalidOperationException($"The sidecar did not come up:\n{_printed}", failure);
            }
        }
    }

    private void Keep(string? line)
    {
        lock (_printed)
            _printed.AppendLine(line);
    }
}
