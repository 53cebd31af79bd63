using Dapr.Client;
using Grpc.Core;
using Grpc.Net.Client;

namespace Auctions.Api.Handover;

/// <summary>The way to the sidecar beside this process.</summary>
internal static class Sidecar
{
    private const string DefaultEndpoint = "http://127.0.0.1:50001";

    /// <summary>Where its gRPC is: <c>DAPR_GRPC_ENDPOINT</c>, or <c>DAPR_GRPC_PORT</c> on this machine, or Dapr's default.</summary>
    public static string Endpoint(IConfiguration configuration) =>
        configuration["DAPR_GRPC_ENDPOINT"] is { Length: > 0 } endpoint ? endpoint
        : configuration["DAPR_GRPC_PORT"] is { Length: > 0 } port ? $"http://127.0.0.1:{port}"
        : DefaultEndpoint;

    /// <summary>What makes the sidecar pass a call on to another app's.</summary>
    public static Metadata HeadersTo(string appId, IConfiguration configuration)
    {
        var headers = new Metadata { { "dapr-app-id", appId } };
        if (configuration["DAPR_API_TOKEN"] is { Length: > 0 } token)
            headers.Add("dapr-api-token", token);
        return headers;
    }

    public static GrpcChannel Channel(IConfiguration configuration) =>
        GrpcChannel.ForAddress(Endpoint(configuration), Options());

    public static DaprClient Client(IConfiguration configuration)
    {
        var builder = new DaprClientBuilder()
            .UseGrpcEndpoint(Endpoint(configuration))
            .UseGrpcChannelOptions(Options())
            .UseJsonSerializationOptions(AuctionJson.Options);
        return (configuration["DAPR_API_TOKEN"] is { Length: > 0 } token ? builder.UseDaprApiToken(token) : builder).Build();
    }

    // A sidecar that was restarted is found again within a second; the default would wait up to two minutes.
    private static GrpcChannelOptions Options() => new()
    {
        HttpHandler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = TimeSpan.FromSeconds(2),
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            KeepAlivePingDelay = TimeSpan.FromSeconds(20),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
        },
        DisposeHttpClient = true,
        InitialReconnectBackoff = TimeSpan.FromMilliseconds(100),
        MaxReconnectBackoff = TimeSpan.FromSeconds(1),
        ThrowOperationCanceledOnCancellation = true,
    };
}
