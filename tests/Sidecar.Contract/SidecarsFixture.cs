[assembly: AssemblyFixture(typeof(Sidecar.Contract.Tests.SidecarsFixture))]

namespace Sidecar.Contract.Tests;

/// <summary>
/// The sidecars of the tests: <c>pub</c> without an app, <c>sub</c> twice with an HTTP app each, <c>echo</c> with a gRPC
/// app. Where DAPR_HTTP_ENDPOINT and DAPR_GRPC_ENDPOINT are set, the tests of state, publishing and metadata use that
/// sidecar instead, which may be daprd, with the components statestore (keyPrefix name), pubsub and events. Tests that
/// need subscribers, or that kill processes, always start their own.
/// </summary>
public sealed class SidecarsFixture : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _started = [];

    internal string Data { get; } = Directory.CreateTempSubdirectory("contract-data-").FullName;

    internal string Resources { get; } = Directory.CreateTempSubdirectory("contract-resources-").FullName;

    internal SidecarProcess Publisher { get; private set; } = null!;

    internal TestApp One { get; private set; } = null!;

    internal TestApp Other { get; private set; } = null!;

    internal Uri HttpEndpoint => new(Environment.GetEnvironmentVariable("DAPR_HTTP_ENDPOINT") ?? Publisher.Http.BaseAddress!.ToString());

    internal string GrpcEndpoint => Environment.GetEnvironmentVariable("DAPR_GRPC_ENDPOINT") ?? Publisher.GrpcEndpoint;

    public async ValueTask InitializeAsync()
    {
        WriteComponents();
        One = await TestApp.StartAsync("one");
        Other = await TestApp.StartAsync("other");
        var echo = await TestApp.StartAsync("echo", grpc: true);
        _started.AddRange([One, Other, echo]);
        Publisher = await SidecarProcess.StartAsync(Data, Resources, "pub");
        _started.Add(Publisher);
        _started.AddRange(await Task.WhenAll(
            SidecarProcess.StartAsync(Data, Resources, "sub", One.Port),
            SidecarProcess.StartAsync(Data, Resources, "sub", Other.Port),
            SidecarProcess.StartAsync(Data, Resources, "echo", echo.Port, "grpc")));
        await WaitForSubscribersAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var started in Enumerable.Reverse(_started))
            await started.DisposeAsync();
        Directory.Delete(Resources, recursive: true);
        Directory.Delete(Data, recursive: true);
    }

    // Both apps are subscribed once each has got a broadcast.
    private async Task WaitForSubscribersAsync()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var both = Task.WhenAll(One.NextAsync(message => message.Path == "/ev"), Other.NextAsync(message => message.Path == "/ev"));
        while (!both.IsCompleted)
        {
            await Publisher.Dapr.PublishEventAsync("events", "ev", new { ready = true }, stop.Token);
            await Task.WhenAny(both, Task.Delay(100, stop.Token));
        }

        await both;
    }

    private void WriteComponents()
    {
        void Write(string file, string text) => File.WriteAllText(Path.Combine(Resources, file), text);
        string Component(string name, string type, string metadata) => $"""
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: {name}
            spec:
              type: {type}
              version: v1
              metadata:
            {metadata}
            """;
        Write("statestore.yaml", Component("statestore", "state.sqlite", "    - name: keyPrefix\n      value: name"));
        Write("pubsub.yaml", Component("pubsub", "pubsub.in-memory", "    []"));
        Write("events.yaml", Component("events", "pubsub.in-memory", "    - name: consumerID\n      value: \"{uuid}\""));
        Write("resiliency.yaml", """
            apiVersion: dapr.io/v1alpha1
            kind: Resiliency
            metadata:
              name: contract
            spec:
              policies:
                retries:
                  thrice:
                    policy: constant
                    duration: 50ms
                    maxRetries: 3
              targets:
                components:
                  pubsub:
                    inbound:
                      retry: thrice
            """);
    }
}
