namespace EndToEnd.Tests;

/// <summary>
/// The tests that share one system. The system ends with the last of these tests, so that the tests with a system of their
/// own have the machine to themselves.
/// </summary>
[CollectionDefinition]
public sealed class OneSystem : ICollectionFixture<SystemFixture>;

/// <summary>The shared system, with a collector for its traces and metrics.</summary>
public sealed class SystemFixture : IAsyncLifetime
{
    private OtlpReceiver? _traces;
    private RunningSystem? _system;

    internal RunningSystem System => _system!;

    internal OtlpReceiver Traces => _traces!;

    public async ValueTask InitializeAsync()
    {
        _traces = await OtlpReceiver.StartAsync();
        _system = await RunningSystem.StartAsync(environment: new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _traces.Url,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "500",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_system is not null)
            await _system.DisposeAsync();
        if (_traces is not null)
            await _traces.DisposeAsync();
    }
}
