using System.Diagnostics;
using System.Net;
using System.Reflection;
using System.Text;
using Dapr.Client;
using Grpc.Net.Client;
using Tests.Ports;

namespace Sidecar.Contract.Tests;

/// <summary>An embedded sidecar, started as the toolkit starts it.</summary>
internal sealed class SidecarProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly StringBuilder _printed = new();

    private SidecarProcess(Process process, int httpPort, int grpcPort)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{httpPort}") };
        GrpcEndpoint = $"http://127.0.0.1:{grpcPort}";
        Channel = GrpcChannel.ForAddress(GrpcEndpoint);
        Dapr = new DaprClientBuilder().UseGrpcEndpoint(GrpcEndpoint).UseHttpEndpoint(Http.BaseAddress.ToString()).Build();
    }

    public HttpClient Http { get; }

    public string GrpcEndpoint { get; }

    public GrpcChannel Channel { get; }

    public DaprClient Dapr { get; }

    public static async Task<SidecarProcess> StartAsync(
        string data, string resources, string appId, int? appPort = null, string protocol = "http",
        string? apiToken = null, string? appToken = null, string? otlp = null)
    {
        var (http, grpc) = (FreePort.Find(), FreePort.Find());
        var start = Start(data, [
            "run", "--app-id", appId, "--app-protocol", protocol, "--resources-path", resources,
            $"--dapr-http-port={http}", "--dapr-grpc-port", $"{grpc}",
            .. appPort is null ? Array.Empty<string>() : ["--app-port", $"{appPort}", "--app-channel-address", "127.0.0.1"]]);
        if (apiToken is not null)
            start.Environment["DAPR_API_TOKEN"] = apiToken;
        if (appToken is not null)
            start.Environment["APP_API_TOKEN"] = appToken;

        if (otlp is not null)
        {
            start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = otlp;
            start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
            start.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "100";
        }

        var sidecar = new SidecarProcess(Process.Start(start)!, http, grpc);
        sidecar._process.OutputDataReceived += (_, line) => sidecar.Keep(line.Data);
        sidecar._process.ErrorDataReceived += (_, line) => sidecar.Keep(line.Data);
        sidecar._process.BeginOutputReadLine();
        sidecar._process.BeginErrorReadLine();
        await sidecar.WaitUntilHealthyAsync();
        return sidecar;
    }

    /// <summary>Runs a sidecar that is expected to end by itself, and returns its exit code and its stderr.</summary>
    public static async Task<(int Code, string Error)> RunAsync(string data, params string[] arguments)
    {
        using var process = Process.Start(Start(data, arguments))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync().WaitAsync(Patience);
        await output;
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, error);
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

        Dapr.Dispose();
        Channel.Dispose();
        Http.Dispose();
        _process.Dispose();
    }

    private static ProcessStartInfo Start(string data, IEnumerable<string> arguments)
    {
        var assembly = typeof(SidecarProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(entry => entry.Key == "Sidecar").Value!;
        var start = new ProcessStartInfo("dotnet", [assembly, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["EMBEDDED_DATA_DIR"] = data;
        return start;
    }

    private async Task WaitUntilHealthyAsync()
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var answer = await Http.GetAsync("/v1.0/healthz/outbound");
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
