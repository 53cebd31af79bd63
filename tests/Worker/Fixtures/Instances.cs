using System.Collections.Concurrent;
using System.Net;
using Dapr.DurableTask.Protobuf;
using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Worker.Tests.Fixtures;

/// <summary>A sidecar that keeps workflow instances and runs none. Only the first one that is started under an id is kept.</summary>
internal sealed class Instances : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, CreateInstanceRequest> _all = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _started = new();
    private WebApplication? _server;

    /// <summary>The port of its gRPC.</summary>
    public int Port => new Uri(_server!.Urls.Single()).Port;

    /// <summary>The name of the workflow that has an id; null where none has.</summary>
    public string? NameOf(string id) => _all.GetValueOrDefault(id)?.Name;

    /// <summary>Ends once a workflow is started under an id.</summary>
    public Task StartedAsync(string id) => Started(id).Task.WaitAsync(TestContext.Current.CancellationToken);

    public static async Task<Instances> StartAsync()
    {
        var instances = new Instances();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listening => listening.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<IServiceMethodProvider<Instances>, Methods>();
        builder.Services.AddSingleton(instances);
        instances._server = builder.Build();
        instances._server.MapGrpcService<Instances>();
        await instances._server.StartAsync(TestContext.Current.CancellationToken);
        return instances;
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private TaskCompletionSource Started(string id) =>
        _started.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private CreateInstanceResponse Start(CreateInstanceRequest request)
    {
        if (!_all.TryAdd(request.InstanceId, request))
            throw new RpcException(new Status(StatusCode.Unknown, $"an active workflow with ID '{request.InstanceId}' already exists"));
        Started(request.InstanceId).TrySetResult();
        return new CreateInstanceResponse { InstanceId = request.InstanceId };
    }

    private GetInstanceResponse Get(GetInstanceRequest request) => _all.TryGetValue(request.InstanceId, out var found)
        ? new GetInstanceResponse
        {
            Exists = true,
            WorkflowState = new WorkflowState
            {
                InstanceId = found.InstanceId,
                Name = found.Name,
                WorkflowStatus = OrchestrationStatus.Running,
                Input = request.GetInputsAndOutputs ? found.Input : null,
            },
        }
        : new GetInstanceResponse();

    /// <summary>Binds the service by hand: the protocol's project generates clients only.</summary>
    private sealed class Methods : IServiceMethodProvider<Instances>
    {
        public void OnServiceMethodDiscovery(ServiceMethodProviderContext<Instances> context)
        {
            Unary(context, "StartInstance", CreateInstanceRequest.Parser, CreateInstanceResponse.Parser, (instances, request) => instances.Start(request));
            Unary(context, "GetInstance", GetInstanceRequest.Parser, GetInstanceResponse.Parser, (instances, request) => instances.Get(request));
        }

        private static void Unary<TRequest, TResponse>(
            ServiceMethodProviderContext<Instances> context, string name, MessageParser<TRequest> request, MessageParser<TResponse> response,
            Func<Instances, TRequest, TResponse> answer)
            where TRequest : class, IMessage<TRequest>
            where TResponse : class, IMessage<TResponse> =>
            context.AddUnaryMethod(
                Wire.Unary("TaskHubSidecarService", name, request, response), [], (instances, asked, _) => Task.FromResult(answer(instances, asked)));
    }
}
