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

/// <summary>A sidecar that keeps workflow instances and runs none: one id is one instance, and who starts it first has it.</summary>
/// <param name="givesEndedIds">Whether the id of one that has ended goes to the next, as daprd has it; the embedded hub doesn't.</param>
internal sealed class Instances(bool givesEndedIds) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, (CreateInstanceRequest Started, OrchestrationStatus Status)> _all = new();
    private WebApplication? _server;

    /// <summary>The port of its gRPC.</summary>
    public int Port => new Uri(_server!.Urls.Single()).Port;

    /// <summary>The name of the workflow that has an id; null where none has.</summary>
    public string? NameOf(string id) => _all.GetValueOrDefault(id).Started?.Name;

    /// <summary>The workflow that has an id completes.</summary>
    public void Complete(string id) => _all[id] = (_all[id].Started, OrchestrationStatus.Completed);

    public static async Task<Instances> StartAsync(bool givesEndedIds)
    {
        var instances = new Instances(givesEndedIds);
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

    private CreateInstanceResponse Start(CreateInstanceRequest request)
    {
        if (givesEndedIds && HasEnded(request.InstanceId))
            _all.TryRemove(request.InstanceId, out _);
        return _all.TryAdd(request.InstanceId, (request, OrchestrationStatus.Running))
            ? new CreateInstanceResponse { InstanceId = request.InstanceId }
            : throw new RpcException(new Status(StatusCode.Unknown, $"an active workflow with ID '{request.InstanceId}' already exists"));
    }

    private GetInstanceResponse Get(GetInstanceRequest request) => _all.TryGetValue(request.InstanceId, out var found)
        ? new GetInstanceResponse
        {
            Exists = true,
            WorkflowState = new WorkflowState
            {
                InstanceId = found.Started.InstanceId,
                Name = found.Started.Name,
                WorkflowStatus = found.Status,
                Input = request.GetInputsAndOutputs ? found.Started.Input : null,
            },
        }
        : new GetInstanceResponse();

    private TerminateResponse Terminate(TerminateRequest request)
    {
        _all[request.InstanceId] = (_all[request.InstanceId].Started, OrchestrationStatus.Terminated);
        return new TerminateResponse();
    }

    private PurgeInstancesResponse Purge(PurgeInstancesRequest request) =>
        new() { DeletedInstanceCount = HasEnded(request.InstanceId) && _all.TryRemove(request.InstanceId, out _) ? 1 : 0, IsComplete = true };

    private bool HasEnded(string id) => _all.TryGetValue(id, out var found) && found.Status is OrchestrationStatus.Completed or OrchestrationStatus.Terminated;

    /// <summary>Binds the service by hand: the protocol's project generates clients only.</summary>
    private sealed class Methods : IServiceMethodProvider<Instances>
    {
        public void OnServiceMethodDiscovery(ServiceMethodProviderContext<Instances> context)
        {
            Unary(context, "StartInstance", CreateInstanceRequest.Parser, CreateInstanceResponse.Parser, (instances, request) => instances.Start(request));
            Unary(context, "GetInstance", GetInstanceRequest.Parser, GetInstanceResponse.Parser, (instances, request) => instances.Get(request));
            Unary(context, "TerminateInstance", TerminateRequest.Parser, TerminateResponse.Parser, (instances, request) => instances.Terminate(request));
            Unary(context, "PurgeInstances", PurgeInstancesRequest.Parser, PurgeInstancesResponse.Parser, (instances, request) => instances.Purge(request));
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
