using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tests.Logs;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace Gateway.Tests.Fixtures;

/// <summary>The gateway's own program with Kestrel on a free port, in front of test servers.</summary>
internal sealed class GatewayUnderTest : WebApplicationFactory<Program>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, string> _settings = new()
    {
        ["urls"] = "http://127.0.0.1:0",
        // No server listens on this port.
        ["ReverseProxy:Clusters:pusher:Destinations:0:Address"] = "http://127.0.0.1:1",
    };

    public GatewayUnderTest() => UseKestrel();

    public KeptLog Logged { get; } = new();

    public Uri Address
    {
        get
        {
            StartServer();
            return ClientOptions.BaseAddress;
        }
    }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A gateway in front of replicas, each of which has been probed.</summary>
    public static Task<GatewayUnderTest> BeforeAsync(params Replica[] api) =>
        new GatewayUnderTest().To("api", [.. api.Select(replica => replica.Address)]).StartedAsync();

    public GatewayUnderTest With(string setting, string value)
    {
        _settings[setting] = value;
        return this;
    }

    public GatewayUnderTest To(string cluster, params string[] addresses)
    {
        foreach (var (index, address) in addresses.Index())
            With($"ReverseProxy:Clusters:{cluster}:Destinations:{index}:Address", address);
        return this;
    }

    public async Task<GatewayUnderTest> StartedAsync()
    {
        StartServer();
        await UntilAsync(() => Clusters.GetClusters().SelectMany(cluster => cluster.Destinations.Values)
            .All(destination => destination.Health.Active != DestinationHealth.Unknown));
        return this;
    }

    /// <summary>Waits until the given number of replicas gets requests.</summary>
    public Task UntilAvailableAsync(int count, string cluster = "api") => UntilAsync(() => Available(cluster) == count);

    public int Available(string cluster) =>
        Clusters.TryGetCluster(cluster, out var state) ? state.DestinationsState.AvailableDestinations.Count : 0;

    public static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isSo())
            await Task.Delay(10, patience.Token);
    }

    public HttpClient Http() => new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Address, Timeout = Patience };

    public async Task<ClientWebSocket> ConnectAsync(string query = "", string? subprotocol = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (subprotocol is not null)
            socket.Options.AddSubProtocol(subprotocol);
        await socket.ConnectAsync(new UriBuilder(Address) { Scheme = "ws", Path = "/live", Query = query }.Uri, Cancellation);
        return socket;
    }

    public Task StopAsync() => Services.GetRequiredService<IHost>().StopAsync(Cancellation);

    /// <summary>Asserts the status, the slug and, for a 503, Retry-After.</summary>
    public static async Task IsProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string slug)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal((slug, (int)status), (problem.GetProperty("type").GetString(), problem.GetProperty("status").GetInt32()));
        if (status == HttpStatusCode.ServiceUnavailable)
            Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        foreach (var (setting, value) in _settings)
            builder.UseSetting(setting, value);
        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(Logged));
    }

    private IProxyStateLookup Clusters => Services.GetRequiredService<IProxyStateLookup>();
}
