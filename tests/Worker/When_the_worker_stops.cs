using System.Net;
using System.Net.Sockets;
using Auctions.Worker.Schedules;
using Grpc.Health.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Worker.Tests.Fixtures;
using Kind = Auctions.Worker.V1.DispatchReply.Types.Kind;

namespace Worker.Tests;

public sealed class When_the_worker_stops : IDisposable
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly WorkerUnderTest _worker;

    public When_the_worker_stops() =>
        _worker = new WorkerUnderTest { Clock = _clock }.With("Shutdown:DrainSeconds", "30");

    public void Dispose() => _worker.Dispose();

    [Fact]
    public async Task It_says_so_first_and_goes_on_serving_and_then_finishes_what_is_in_flight()
    {
        using var http = new HttpClient { BaseAddress = _worker.HttpAddress };
        var address = _worker.GrpcAddress;
        await _worker.OpenAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusOf(http, "/health"));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, await ServingAsync());

        _worker.Publisher.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var inFlight = _worker.Dispatch(_worker.Raise("r1", "bob", 12)).ResponseAsync;
        await _worker.Publisher.Waiting.Task.WaitAsync(TestContext.Current.CancellationToken);

        var lifetime = _worker.Services.GetRequiredService<IHostApplicationLifetime>();
        lifetime.StopApplication();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusOf(http, "/health"));
        Assert.Equal(HttpStatusCode.OK, await StatusOf(http, "/alive"));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, await ServingAsync());
        Assert.Equal(Kind.Invalid, (await _worker.Dispatch("Nonsense", [])).Kind);

        // The drain ends, the doors close, and the raise is still being told.
        while (await IsListeningAsync(address))
            _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(inFlight.IsCompleted);

        _worker.Publisher.Gate.SetResult();
        Assert.Equal(Kind.Succeeded, (await inFlight).Kind);
    }

    [Fact]
    public async Task A_sweep_that_is_under_way_ends_as_if_nothing_were()
    {
        using var worker = new WorkerUnderTest().With("Lifetime:SweepMilliseconds", "10").With("Shutdown:DrainSeconds", "0");
        worker.Documents.Stuck = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sweep = worker.Services.GetServices<IHostedService>().OfType<BackgroundService>().Single(service => service.GetType().Name == "SweepService");
        await worker.Documents.Stuck.Task.WaitAsync(TestContext.Current.CancellationToken);

        worker.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        await sweep.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(TaskStatus.RanToCompletion, sweep.ExecuteTask!.Status);
    }

    private static async Task<HttpStatusCode> StatusOf(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static async Task<bool> IsListeningAsync(Uri address)
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<HealthCheckResponse.Types.ServingStatus> ServingAsync() =>
        (await new Health.HealthClient(_worker.Grpc()).CheckAsync(
            new HealthCheckRequest(), cancellationToken: TestContext.Current.CancellationToken)).Status;
}
