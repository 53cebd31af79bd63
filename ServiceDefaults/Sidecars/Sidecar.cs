using Dapr.Client;
using Grpc.Net.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Auctions.ServiceDefaults.Sidecars;

/// <summary>The way to the Dapr sidecar beside a process.</summary>
public static class Sidecar
{
    private const string DefaultEndpoint = "http://127.0.0.1:50001";

    /// <summary>
    /// Adds a <see cref="DaprClient"/> for the sidecar's own building blocks (state, publish) and a
    /// <see cref="GrpcChannel"/> for calls through it to other apps. Both connect when they are first used.
    /// </summary>
    public static IServiceCollection AddSidecar(this IServiceCollection services) => services
        .AddSingleton(provider => Client(provider.GetRequiredService<IConfiguration>()))
        .AddSingleton(provider => GrpcChannel.ForAddress(
            Endpoint(provider.GetRequiredService<IConfiguration>()), ChannelOptions()));

    /// <summary>The gRPC address of the sidecar: <c>DAPR_GRPC_ENDPOINT</c>, or <c>DAPR_GRPC_PORT</c> on this machine, or Dapr's default.</summary>
    public static string Endpoint(IConfiguration configuration) =>
        configuration["DAPR_GRPC_ENDPOINT"] is { Length: > 0 } endpoint ? endpoint
        : configuration["DAPR_GRPC_PORT"] is { Length: > 0 } port ? $"http://127.0.0.1:{port}"
        : DefaultEndpoint;

    /// <summary>The token that the sidecar wants with every call, <c>DAPR_API_TOKEN</c>; null where it wants none.</summary>
    public static string? Token(IConfiguration configuration) =>
        configuration["DAPR_API_TOKEN"] is { Length: > 0 } token ? token : null;

    /// <summary>A client for the sidecar's building blocks, for a caller without dependency injection.</summary>
    public static DaprClient Client(IConfiguration configuration)
    {
        var builder = new DaprClientBuilder()
            .UseGrpcEndpoint(Endpoint(configuration))
            .UseGrpcChannelOptions(ChannelOptions());
        return (Token(configuration) is { } token ? builder.UseDaprApiToken(token) : builder).Build();
    }

    /// <summary>
    /// The HTTP client of a channel to the sidecar, with <see cref="AnswerDeadline"/>. A channel with a client, instead of a
    /// handler, does without gRPC's load balancer, which is of no use with one sidecar: calls were seen to wait for ever in
    /// the balancer for a connection that nothing opened any more. This client opens a connection for each call that needs one.
    /// </summary>
    /// <param name="outer">A handler that sees every call first; null for none.</param>
    public static HttpClient HttpClient(DelegatingHandler? outer = null)
    {
        var deadline = new AnswerDeadline
        {
            InnerHandler = new SocketsHttpHandler
            {
                EnableMultipleHttp2Connections = true,
                ConnectTimeout = TimeSpan.FromSeconds(2),
                PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
                // A connection with a stream is always in use. Only pings tell a silent sidecar from one that is gone.
                KeepAlivePingDelay = TimeSpan.FromSeconds(20),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
            },
        };
        if (outer is not null)
            outer.InnerHandler = deadline;
        return new HttpClient(outer ?? deadline) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private static GrpcChannelOptions ChannelOptions() => new() { HttpClient = HttpClient(), DisposeHttpClient = true };
}
