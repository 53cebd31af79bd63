using Embedded.Workflow.Protocol;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dapr.Workflow.Connection;

/// <summary>The one channel to the sidecar, for the worker and for the client.</summary>
internal sealed class SidecarConnection : IDisposable
{
    private readonly GrpcChannel _channel;

    public SidecarConnection(IServiceProvider services, IOptions<WorkflowRuntimeOptions> options)
        : this(SidecarAddress.Read(services.GetService<IConfiguration>()), options.Value.GrpcChannelOptions)
    {
    }

    internal SidecarConnection(SidecarAddress address, GrpcChannelOptions? options = null)
    {
        Address = address;
        _channel = GrpcChannel.ForAddress(address.Endpoint, options ?? DefaultOptions());
        var invoker = _channel.CreateCallInvoker();
        if (address.ApiToken is { } token)
            invoker = invoker.Intercept(metadata =>
            {
                metadata.Add("dapr-api-token", token);
                return metadata;
            });
        Client = new TaskHubSidecarService.TaskHubSidecarServiceClient(invoker);
    }

    public SidecarAddress Address { get; }

    public TaskHubSidecarService.TaskHubSidecarServiceClient Client { get; }

    public void Dispose() => _channel.Dispose();

    private static GrpcChannelOptions DefaultOptions() => new()
    {
        // A client of its own keeps gRPC's balancer out, which may wait for ever for a connection that nobody makes.
        HttpClient = new HttpClient(new SocketsHttpHandler
        {
            // A hundred answers at once would otherwise wait for one another.
            EnableMultipleHttp2Connections = true,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            ConnectTimeout = TimeSpan.FromSeconds(5),
            // The context of a trace goes in the messages; a span for each answer would be a trace of its own.
            ActivityHeadersPropagator = null,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        },
        DisposeHttpClient = true,
        // No LoggerFactory: a line for every failed call says nothing that the worker doesn't say once.
        // A history may be longer than gRPC's 4 MiB.
        MaxReceiveMessageSize = null,
        MaxSendMessageSize = null,
    };
}
