using System.Net;
using Auctions.ServiceDefaults.Sidecars;
using Dapr.Client;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Worker.Tests;

public sealed class When_the_sidecar_comes_and_goes
{
    private const int Callers = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Every_call_ends_and_the_next_finds_it_again()
    {
        var port = 0;
        await using (var first = await StartAsync(0))
            port = new Uri(first.Urls.Single()).Port;
        using var client = Sidecar.Client(new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["DAPR_GRPC_PORT"] = $"{port}" }).Build());
        using var stop = new CancellationTokenSource();
        var callers = Enumerable.Range(0, Callers).Select(at => Task.Run(() => CallAsync(client, at % 2 == 0, stop.Token))).ToArray();

        for (var time = 0; time < 10; time++)
        {
            await using var sidecar = await StartAsync(port);
            await ReachedAsync(client).WaitAsync(Patience, TestContext.Current.CancellationToken);
        }

        await using var last = await StartAsync(port);
        await stop.CancelAsync();
        await Task.WhenAll(callers).WaitAsync(Patience, TestContext.Current.CancellationToken);
        await ReachedAsync(client).WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    private static async Task ReachedAsync(DaprClient client)
    {
        while (true)
            try
            {
                await client.GetStateAsync<string?>("statestore", "key");
                return;
            }
            catch (Exception away) when (away is Dapr.DaprException or RpcException)
            {
                await Task.Yield();
            }
    }

    // Half of them give up early, so that streams are reset, as when a sidecar is slow.
    private static async Task CallAsync(DaprClient client, bool givesUp, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
            try
            {
                using var soon = new CancellationTokenSource(givesUp ? TimeSpan.FromMilliseconds(Random.Shared.Next(1, 40)) : Timeout.InfiniteTimeSpan);
                await client.GetStateAsync<string?>("statestore", "key", cancellationToken: soon.Token);
            }
            catch (Exception away) when (away is Dapr.DaprException or RpcException or OperationCanceledException)
            {
                await Task.Yield();
            }
    }

    private static async Task<WebApplication> StartAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.WebHost.UseShutdownTimeout(TimeSpan.Zero);
        var sidecar = builder.Build();
        sidecar.Run(async context =>
        {
            await Task.Delay(30, context.RequestAborted);
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[5]);
            context.Response.AppendTrailer("grpc-status", "0");
        });
        await sidecar.StartAsync();
        return sidecar;
    }
}
