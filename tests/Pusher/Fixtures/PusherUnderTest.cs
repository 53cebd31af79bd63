using System.Net.WebSockets;
using Auctions.Pusher.Delivery;
using Auctions.Pusher.Presence;
using Auctions.Pusher.Sockets;
using Auctions.Pusher.Vouching;
using Auctions.ServiceDefaults.Health;
using Auctions.Views;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Tests.Access;
using Tests.Logs;

namespace Pusher.Tests.Fixtures;

/// <summary>The program itself on a free port of this machine, with stubs in the place of store and presence bus.</summary>
internal sealed class PusherUnderTest : WebApplicationFactory<Program>
{
    private readonly Dictionary<string, string> _settings = new(TestTokens.Settings);

    public PusherUnderTest()
    {
        // The port is said by "urls": UseKestrel(0) sets it after the program has been built, and the program, which runs
        // on its own thread, may have started by then.
        UseKestrel();
        Reader.Views["a1"] = Auctioned.View(3);
    }

    public StubReader Reader { get; } = new();

    public FakeBus Bus { get; } = new();

    public FakeHeartbeats Heartbeats { get; } = new();

    /// <summary>Whether the pusher uses the sidecar of the settings for its heartbeats and its health.</summary>
    public bool HasRealSidecar { get; init; }

    /// <summary>The pusher's clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public KeptLog Logged { get; } = new();

    public Connections Connections => Services.GetRequiredService<Connections>();

    public PusherUnderTest With(string setting, string value)
    {
        _settings[setting] = value;
        return this;
    }

    public async Task<LiveClient> ConnectAsync(string query = "", string? subprotocol = null)
    {
        var socket = new ClientWebSocket();
        if (subprotocol is not null)
            socket.Options.AddSubProtocol(subprotocol);
        await socket.ConnectAsync(Url(query), CancellationToken.None);
        return new LiveClient(socket);
    }

    public Uri Url(string query = "")
    {
        StartServer();
        // The first heartbeat may not have been sent yet, and sockets are refused until it has come back.
        if (!HasRealSidecar)
            Heartbeats.Deliver(Services.GetRequiredService<StreamVouch>().Next());
        return new UriBuilder(ClientOptions.BaseAddress) { Scheme = "ws", Path = "/live", Query = query }.Uri;
    }

    public async Task<HttpResponseMessage> PostAsync(byte[] cloudEvent, string? token = null, string path = "/events/auction")
    {
        using var client = CreateClient();
        using var content = new ByteArrayContent(cloudEvent);
        content.Headers.ContentType = new("application/cloudevents+json");
        if (token is not null)
            client.DefaultRequestHeaders.Add("dapr-api-token", token);
        return await client.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("urls", "http://127.0.0.1:0");
        foreach (var (setting, value) in _settings)
            builder.UseSetting(setting, value);
        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(Logged).SetMinimumLevel(LogLevel.Trace));
        builder.ConfigureTestServices(services =>
        {
            services.Replace(ServiceDescriptor.Singleton(Clock));
            services.Replace(ServiceDescriptor.Singleton<IAuctionReader>(Reader));
            services.Replace(ServiceDescriptor.Singleton<IPresenceBus>(Bus));
            if (HasRealSidecar)
                return;
            services.RemoveAll<INeed>();
            services.Replace(ServiceDescriptor.Singleton<IHeartbeatBus>(
                provider => Heartbeats.To(provider.GetRequiredService<EventDelivery>())));
        });
    }
}
