using System.Net;
using Google.Protobuf.WellKnownTypes;
using Worker.Tests.Fixtures;

namespace Worker.Tests;

public sealed class When_the_worker_is_without_its_sidecar : IDisposable
{
    private readonly WorkerUnderTest _worker = new() { Needs = null };

    [Fact]
    public async Task It_is_alive_and_not_ready()
    {
        using var http = new HttpClient { BaseAddress = _worker.HttpAddress };
        using var health = await http.GetAsync("/health", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Matches(
            "^Unhealthy .*sidecar: .*; store: .*\\.$", await health.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var alive = await http.GetAsync("/alive", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }

    [Fact]
    public async Task The_sidecar_that_comes_is_told_that_the_worker_wants_work() => await _worker.Call(Wire.HealthCheck, new Empty());

    public void Dispose() => _worker.Dispose();
}
