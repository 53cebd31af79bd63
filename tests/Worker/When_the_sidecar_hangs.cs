using System.Net;
using System.Net.Sockets;
using Auctions.ServiceDefaults.Sidecars;
using Auctions.Worker.V1;
using Dapr;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Worker.Tests.Fixtures;

namespace Worker.Tests;

/// <summary>A sidecar that is stopped in its tracks accepts connections and answers nothing; one that is not there yet doesn't even that.</summary>
public sealed class When_the_sidecar_hangs : IDisposable
{
    private static readonly TimeSpan Patience = AnswerDeadline.Limit + TimeSpan.FromSeconds(5);

    private readonly TcpListener _hung = new(IPAddress.Loopback, 0);

    private readonly int _port;

    public When_the_sidecar_hangs()
    {
        _hung.Start();
        _port = ((IPEndPoint)_hung.LocalEndpoint).Port;
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _hung.Dispose();

    [Fact]
    public async Task Every_call_that_needs_workflows_ends_as_unavailable()
    {
        using var worker = new WorkerUnderTest().With("DAPR_GRPC_PORT", $"{_port}").With("Commands:OpenAuction:Execution", "durable");
        Task[] calls =
        [
            worker.Call(Wire.GetStatus, new GetStatusRequest { CommandId = "a1.r1" }).ResponseAsync,
            worker.Call(Wire.Withdraw, new WithdrawRequest { CommandId = "a1.open", Type = "OpenAuction" }).ResponseAsync,
            worker.Dispatch(worker.Opening()).ResponseAsync,
        ];

        var failures = await Task.WhenAll(calls.Select(call => Assert.ThrowsAsync<RpcException>(() => call))).WaitAsync(Patience, Cancelled);

        Assert.All(failures, failure => Assert.Equal((StatusCode.Unavailable, "sidecar-unavailable"), (failure.StatusCode, failure.Status.Detail)));
    }

    [Fact]
    public async Task A_raise_is_accepted_although_its_workflow_cannot_be_scheduled_yet()
    {
        using var worker = new WorkerUnderTest().With("DAPR_GRPC_PORT", $"{_port}").With("Commands:AuctionRaise:Execution", "durable");
        await worker.OpenAsync();

        Assert.Equal(DispatchReply.Types.Kind.Pending, (await worker.Dispatch(worker.Raise("r1", "bob", 12))).Kind);
    }

    [Fact]
    public async Task State_and_publishing_end_as_unavailable()
    {
        using var client = Sidecar.Client(new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["DAPR_GRPC_PORT"] = $"{_port}" }).Build());
        Task[] calls =
        [
            client.GetStateAsync<string?>("statestore", "key", cancellationToken: Cancelled),
            client.TrySaveStateAsync("statestore", "key", "value", "1", cancellationToken: Cancelled),
            client.PublishEventAsync("pubsub", "topic", "event", Cancelled),
        ];

        var failures = await Task.WhenAll(calls.Select(call => Assert.ThrowsAsync<DaprException>(() => call))).WaitAsync(Patience, Cancelled);

        Assert.All(failures, failure => Assert.Equal(StatusCode.Unavailable, Assert.IsType<RpcException>(failure.InnerException).StatusCode));
    }

    [Fact]
    public async Task One_that_comes_after_its_worker_is_asked_for_work_at_once()
    {
        _hung.Stop();
        using var worker = new WorkerUnderTest().With("DAPR_GRPC_PORT", $"{_port}");
        worker.StartServer();
        // The first try has failed by the time at which another call has.
        await Assert.ThrowsAsync<RpcException>(() => worker.Call(Wire.GetStatus, new GetStatusRequest { CommandId = "a1.r1" }).ResponseAsync);

        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var sidecar = await StartAsync(_port, asked);

        // The SDK by itself would look again 5 s after the first time.
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(3), Cancelled);
    }

    private static async Task<WebApplication> StartAsync(int port, TaskCompletionSource asked)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.WebHost.UseShutdownTimeout(TimeSpan.Zero);
        var sidecar = builder.Build();
        sidecar.Run(async context =>
        {
            if (context.Request.Path == "/TaskHubSidecarService/GetWorkItems")
                asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        await sidecar.StartAsync(Cancelled);
        return sidecar;
    }
}
