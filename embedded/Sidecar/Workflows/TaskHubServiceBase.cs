using Grpc.Core;

namespace Embedded.Sidecar.Workflows;

/// <summary>
/// The server side of <c>TaskHubSidecarService</c>, bound by hand because its messages are passed on as they are.
/// </summary>
[BindServiceMethod(typeof(TaskHubServiceBase), nameof(Bind))]
internal abstract class TaskHubServiceBase
{
    /// <summary>The service's full name: it has no package.</summary>
    public const string ServiceName = "TaskHubSidecarService";

    public abstract Task<RawMessage> Hello(RawMessage request, ServerCallContext context);

    public abstract Task<RawMessage> StartInstance(RawMessage request, ServerCallContext context);

    public abstract Task<RawMessage> GetInstance(RawMessage request, ServerCallContext context);

    public abstract Task<RawMessage> WaitForInstanceStart(RawMessage request, ServerCallContext context);

    public abstract Task<RawMessage> WaitForInstanceCompletion(RawMessage request, ServerCallContext context);

    public abstract Task<RawMessage> RaiseEvent(RawMessage request, ServerCallContext context);

    public abstract Task<RawMessage> TerminateInstance(RawMessage request, ServerCallContext context);

    public abstract Task<RawMessage> SuspendInstance(RawMessage request, ServerCallContext context);

    public abstract Task<RawMessage> ResumeInstance(RawMessage request, ServerCallContext context);

    public abstract Task<RawMessage> PurgeInstances(RawMessage request, ServerCallContext context);

    public abstract Task<RawMessage> ListInstanceIDs(RawMessage request, ServerCallContext context);

    public abstract Task<RawMessage> GetInstanceHistory(RawMessage request, ServerCallContext context);

    public abstract Task<RawMessage> CompleteActivityTask(RawMessage request, ServerCallContext context);

    public abstract Task<RawMessage> CompleteWorkflowTask(RawMessage request, ServerCallContext context);

    public abstract Task<RawMessage> CompleteOrchestratorTask(RawMessage request, ServerCallContext context);

    public abstract Task GetWorkItems(RawMessage request, IServerStreamWriter<RawMessage> responses, ServerCallContext context);

    /// <summary>Binds every method above.</summary>
    public static void Bind(ServiceBinderBase binder, TaskHubServiceBase? service)
    {
        Add(binder, nameof(Hello), service is null ? null : service.Hello);
        Add(binder, nameof(StartInstance), service is null ? null : service.StartInstance);
        Add(binder, nameof(GetInstance), service is null ? null : service.GetInstance);
        Add(binder, nameof(WaitForInstanceStart), service is null ? null : service.WaitForInstanceStart);
        Add(binder, nameof(WaitForInstanceCompletion), service is null ? null : service.WaitForInstanceCompletion);
        Add(binder, nameof(RaiseEvent), service is null ? null : service.RaiseEvent);
        Add(binder, nameof(TerminateInstance), service is null ? null : service.TerminateInstance);
        Add(binder, nameof(SuspendInstance), service is null ? null : service.SuspendInstance);
        Add(binder, nameof(ResumeInstance), service is null ? null : service.ResumeInstance);
        Add(binder, nameof(PurgeInstances), service is null ? null : service.PurgeInstances);
        Add(binder, nameof(ListInstanceIDs), service is null ? null : service.ListInstanceIDs);
        Add(binder, nameof(GetInstanceHistory), service is null ? null : service.GetInstanceHistory);
        Add(binder, nameof(CompleteActivityTask), service is null ? null : service.CompleteActivityTask);
        Add(binder, nameof(CompleteWorkflowTask), service is null ? null : service.CompleteWorkflowTask);
        Add(binder, nameof(CompleteOrchestratorTask), service is null ? null : service.CompleteOrchestratorTask);
        binder.AddMethod(MethodOf(MethodType.ServerStreaming, nameof(GetWorkItems)), service is null ? null : service.GetWorkItems);
    }

    private static void Add(ServiceBinderBase binder, string name, UnaryServerMethod<RawMessage, RawMessage>? handler) =>
        binder.AddMethod(MethodOf(MethodType.Unary, name), handler);

    private static Method<RawMessage, RawMessage> MethodOf(MethodType type, string name) =>
        new(type, ServiceName, name, RawMessage.Marshaller, RawMessage.Marshaller);
}
