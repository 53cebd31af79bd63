namespace EndToEnd.Tests;

/// <summary>
/// The tests that share one system. It ends with the last of them, so that those which start one of their own have the
/// machine for themselves.
/// </summary>
[CollectionDefinition]
public sealed class OneSystem : ICollectionFixture<SystemFixture>;

/// <summary>One running system for all tests that do not need one of their own, with a collector for its traces.</summary>
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
