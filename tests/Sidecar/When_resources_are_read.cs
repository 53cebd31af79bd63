using Embedded.Sidecar.Policies;
using Embedded.Sidecar.Resources;

namespace Sidecar.Tests;

public sealed class When_resources_are_read : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("resources-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("5s", 5_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("50ms", 50)]
    [InlineData("1.5s", 1_500)]
    [InlineData("250", 250)]
    public void Durations_are_written_as_in_Go(string text, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), GoDuration.TryParse(text));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("5 s")]
    [InlineData("-1s")]
    public void A_text_that_is_no_duration_is_refused(string text) => Assert.Null(GoDuration.TryParse(text));

    [Fact]
    public void Statuses_are_single_or_ranges()
    {
        var ranges = StatusRanges.TryParse("429, 500-599")!;

        Assert.True(ranges.Contains(429));
        Assert.True(ranges.Contains(500));
        Assert.True(ranges.Contains(599));
        Assert.False(ranges.Contains(430));
        Assert.Null(StatusRanges.TryParse("5xx"));
        Assert.Null(StatusRanges.TryParse("9-1"));
    }

    [Fact]
    public void A_component_with_scopes_for_other_apps_is_not_loaded()
    {
        Write("""
            kind: Component
            metadata:
              name: mine
            spec:
              type: state.sqlite
            scopes: [worker]
            ---
            kind: Component
            metadata:
              name: others
            spec:
              type: pubsub.nobody-knows
            scopes: [api]
            """);

        var set = ResourceLoader.Load([_folder], [], "worker");

        Assert.Equal(["mine"], set.Components.Keys);
    }

    [Fact]
    public void The_projects_own_resiliency_files_are_read()
    {
        Write("""
            kind: Resiliency
            spec:
              policies:
                timeouts:
                  command: 5s
                retries:
                  anotherWorker:
                    policy: constant
                    duration: 50ms
                    maxRetries: 20
                    matching:
                      gRPCStatusCodes: "14"
                  delivery:
                    policy: exponential
                    maxInterval: 15s
                    maxRetries: -1
                circuitBreakers:
                  store:
                    maxRequests: 2
                    timeout: 3s
                    trip: consecutiveFailures >= 20
              targets:
                apps:
                  worker:
                    timeout: command
                    retry: anotherWorker
                components:
                  statestore:
                    outbound:
                      circuitBreaker: store
                  pubsub:
                    inbound:
                      retry: delivery
            """);

        var spec = ResourceLoader.Load([_folder], [], "api").Resiliency;

        Assert.Equal(TimeSpan.FromSeconds(5), spec.Apps["worker"].Timeout);
        Assert.Equal(
            (TimeSpan.FromMilliseconds(50), 20, true),
            (spec.Apps["worker"].Retry!.Duration, spec.Apps["worker"].Retry!.MaxRetries, spec.Apps["worker"].Retry!.Grpc!.Contains(14)));
        Assert.Equal(new BreakerSpec(20, 2, TimeSpan.FromSeconds(3)), spec.Outbound["statestore"].Breaker);
        Assert.Equal((true, null), (spec.Inbound["pubsub"].Retry!.Exponential, spec.Inbound["pubsub"].Retry!.MaxRetries));
    }

    private void Write(string yaml) => File.WriteAllText(Path.Combine(_folder, "resources.yaml"), yaml);
}
