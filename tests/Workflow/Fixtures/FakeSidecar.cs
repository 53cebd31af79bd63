using System.Net;
using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Workflow.Tests.Fixtures;

/// <summary>A gRPC server on this machine with the workflow service only.</summary>
internal sealed class FakeSidecar : IAsyncDisposable
{
    private readonly WebApplication _server;

    private FakeSidecar(WebApplication server, FakeTaskHub hub)
    {
        _server = server;
        Hub = hub;
    }

    public FakeTaskHub Hub { get; }

    public int Port => new Uri(_server.Urls.Single()).Port;

    public static async Task<FakeSidecar> StartAsync(int port = 0)
    {
        var hub = new FakeTaskHub();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, port, listening => listening.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<IServiceMethodProvider<FakeTaskHub>, FakeTaskHubMethods>();
        builder.Services.AddSingleton(hub);
        var server = builder.Build();
        server.MapGrpcService<FakeTaskHub>();
        await server.StartAsync(TestContext.Current.CancellationToken);
        return new FakeSidecar(server, hub);
    }

    public async ValueTask DisposeAsync()
    {
        await Hub.Cut.CancelAsync();
        await _server.DisposeAsync();
    }
}
