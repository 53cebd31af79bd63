using Grpc.Core;

namespace Sidecar.Contract.Tests;

public sealed class When_an_app_fails(SidecarsFixture sidecars)
{
    private const string ThriceOn14 = """
        kind: Resiliency
        metadata:
          name: contract
        spec:
          policies:
            retries:
              thrice:
                policy: constant
                duration: 10ms
                maxRetries: 3
                matching:
                  gRPCStatusCodes: "14"
                  httpStatusCodes: "503"
          targets:
            apps:
              echo:
                retry: thrice
              sub:
                retry: thrice
        """;

    private readonly string _mark = Guid.NewGuid().ToString("N");

    private static Metadata ToEcho => new() { { "dapr-app-id", "echo" } };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gRPC_call_is_retried_as_its_policy_says()
    {
        await using var system = new OwnSystem(sidecars.Resources);
        system.Write("resiliency.yaml", ThriceOn14);
        var echo = await EchoAsync(system);

        var reply = await echo.SayAsync(new EchoRequest { Text = $"unavailable-thrice {_mark}" }, ToEcho, cancellationToken: Cancelled);

        Assert.Equal($"unavailable-thrice {_mark}", reply.Text);
    }

    [Fact]
    public async Task Its_last_gRPC_response_comes_back_whole_after_the_retries()
    {
        await using var system = new OwnSystem(sidecars.Resources);
        system.Write("resiliency.yaml", ThriceOn14);
        var echo = await EchoAsync(system);

        using var call = echo.SayAsync(new EchoRequest { Text = "unavailable" }, ToEcho, cancellationToken: Cancelled);
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await call);

        Assert.Equal((StatusCode.Unavailable, "gone for tea: ä"), (failure.StatusCode, failure.Status.Detail));
        Assert.Equal("4", failure.Trailers.GetValue("tries"));
        Assert.Equal(new byte[] { 1, 2, 3 }, failure.Trailers.GetValueBytes("proof-bin"));
    }

    [Fact]
    public async Task Its_headers_come_back_before_its_error()
    {
        var echo = new Echo.EchoClient(sidecars.Publisher.Channel);

        using var call = echo.SayAsync(new EchoRequest { Text = "headers-then-fail" }, ToEcho, cancellationToken: Cancelled);
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await call);

        Assert.Equal("early", (await call.ResponseHeadersAsync).GetValue("bird"));
        Assert.Equal((StatusCode.NotFound, "late"), (failure.StatusCode, failure.Trailers.GetValue("bird")));
    }

    [Fact]
    public async Task A_stream_that_fails_passes_on_its_messages_and_its_error()
    {
        var echo = new Echo.EchoClient(sidecars.Publisher.Channel);
        using var counting = echo.Count(new EchoRequest { Text = "fail" }, ToEcho, cancellationToken: Cancelled);

        var seen = new List<string>();
        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await foreach (var reply in counting.ResponseStream.ReadAllAsync(Cancelled))
                seen.Add(reply.Text);
        });

        Assert.Equal(["0", "1", "2"], seen);
        Assert.Equal((StatusCode.DataLoss, "bad"), (failure.StatusCode, failure.Trailers.GetValue("mood")));
    }

    [Fact]
    public async Task The_app_gets_the_deadline_of_its_caller()
    {
        var echo = new Echo.EchoClient(sidecars.Publisher.Channel);

        var reply = await echo.SayAsync(
            new EchoRequest { Text = "deadline" }, ToEcho, TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(30), Cancelled);

        Assert.Equal("has one", reply.Text);
    }

    private static async Task<Echo.EchoClient> EchoAsync(OwnSystem system)
    {
        var app = await system.AppAsync("echo", grpc: true);
        await system.SidecarAsync("echo", app.Port, protocol: "grpc");
        var caller = await system.SidecarAsync("pub");
        var echo = new Echo.EchoClient(caller.Channel);
        // The app is announced a moment after its sidecar is healthy.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            try
            {
                await echo.SayAsync(new EchoRequest { Text = "ready?" }, ToEcho, cancellationToken: limit.Token);
                return echo;
            }
            catch (RpcException away) when (away.StatusCode == StatusCode.Unavailable)
            {
                await Task.Delay(50, limit.Token);
            }
        }
    }
}
