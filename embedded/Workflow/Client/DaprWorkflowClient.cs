using System.Diagnostics;
using Dapr.Workflow.Client;
using Dapr.Workflow.Connection;
using Embedded.Workflow.Protocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Dapr.Workflow;

/// <summary>Starts workflows and looks after them, by the sidecar's gRPC port.</summary>
/// <remarks>An unreachable sidecar, or one that refuses, is an <see cref="RpcException"/>.</remarks>
public sealed class DaprWorkflowClient : IDaprWorkflowClient
{
    private readonly TaskHubSidecarService.TaskHubSidecarServiceClient _sidecar;

    internal DaprWorkflowClient(SidecarConnection connection) => _sidecar = connection.Client;

    /// <inheritdoc/>
    public Task<string> ScheduleNewWorkflowAsync(string name, string? instanceId = null, object? input = null) =>
        ScheduleNewWorkflowAsync(name, instanceId, input, (DateTimeOffset?)null);

    /// <inheritdoc/>
    public Task<string> ScheduleNewWorkflowAsync(string name, string? instanceId, object? input, DateTime? startTime) =>
        ScheduleNewWorkflowAsync(name, instanceId, input, startTime is { } start ? new DateTimeOffset(start) : null, default);

    /// <inheritdoc/>
    public async Task<string> ScheduleNewWorkflowAsync(
        string name, string? instanceId, object? input, DateTimeOffset? startTime, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var request = new CreateInstanceRequest
        {
#pragma warning disable RS0030 // The package makes an id up where the caller gives none.
            InstanceId = string.IsNullOrEmpty(instanceId) ? Guid.NewGuid().ToString() : instanceId,
#pragma warning restore RS0030
            Name = name,
            Input = Json.Write(input),
        };
        if (startTime is { } start)
            request.ScheduledStartTimestamp = Timestamp.FromDateTimeOffset(start);
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } current)
            request.ParentTraceContext = new TraceContext { TraceParent = id, TraceState = current.TraceStateString };
        var response = await _sidecar.StartInstanceAsync(request, cancellationToken: cancellation);
        return response.InstanceId is { Length: > 0 } given ? given : request.InstanceId;
    }

    /// <inheritdoc/>
    public async Task<WorkflowState> GetWorkflowStateAsync(
        string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default)
    {
        try
        {
            return State(await _sidecar.GetInstanceAsync(Asking(instanceId, getInputsAndOutputs), cancellationToken: cancellation));
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.NotFound)
        {
            return new WorkflowState(null);
        }
    }

    /// <inheritdoc/>
    public Task<WorkflowState> WaitForWorkflowStartAsync(
        string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default) =>
        ExistingAsync(instanceId, _sidecar.WaitForInstanceStartAsync(
            Asking(instanceId, getInputsAndOutputs), cancellationToken: cancellation));

    /// <inheritdoc/>
    public Task<WorkflowState> WaitForWorkflowCompletionAsync(
        string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default) =>
        ExistingAsync(instanceId, _sidecar.WaitForInstanceCompletionAsync(
            Asking(instanceId, getInputsAndOutputs), cancellationToken: cancellation));

    /// <inheritdoc/>
    public async Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        await _sidecar.RaiseEventAsync(
            new RaiseEventRequest { InstanceId = instanceId, Name = eventName, Input = Json.Write(eventPayload) },
            cancellationToken: cancellation);
    }

    /// <inheritdoc/>
    public async Task TerminateWorkflowAsync(
        string instanceId, object? output = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await _sidecar.TerminateInstanceAsync(
            new TerminateRequest { InstanceId = instanceId, Output = Json.Write(output), Recursive = true },
            cancellationToken: cancellation);
    }

    /// <inheritdoc/>
    public async Task SuspendWorkflowAsync(
        string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await _sidecar.SuspendInstanceAsync(
            new SuspendRequest { InstanceId = instanceId, Reason = reason }, cancellationToken: cancellation);
    }

    /// <inheritdoc/>
    public async Task ResumeWorkflowAsync(
        string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await _sidecar.ResumeInstanceAsync(
            new ResumeRequest { InstanceId = instanceId, Reason = reason }, cancellationToken: cancellation);
    }

    /// <inheritdoc/>
    public async Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var response = await _sidecar.PurgeInstancesAsync(
            new PurgeInstancesRequest { InstanceId = instanceId, Recursive = true }, cancellationToken: cancellation);
        return response.DeletedInstanceCount > 0;
    }

    /// <inheritdoc/>
    public async Task<WorkflowInstancePage> ListInstanceIdsAsync(
        string? continuationToken = null, int? pageSize = null, CancellationToken cancellation = default)
    {
        if (pageSize is { } size)
            ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(pageSize));
        var request = new ListInstanceIDsRequest();
        if (continuationToken is not null)
            request.ContinuationToken = continuationToken;
        if (pageSize is not null)
            request.PageSize = (uint)pageSize;
        var response = await _sidecar.ListInstanceIDsAsync(request, cancellationToken: cancellation);
        return new WorkflowInstancePage(
            [.. response.InstanceIds],
            response.HasContinuationToken && response.ContinuationToken.Length > 0 ? response.ContinuationToken : null);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WorkflowHistoryEvent>> GetInstanceHistoryAsync(
        string instanceId, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var response = await _sidecar.GetInstanceHistoryAsync(
            new GetInstanceHistoryRequest { InstanceId = instanceId }, cancellationToken: cancellation);
        return [.. response.Events.Select(happened => happened.ToHistoryEvent())];
    }

    /// <summary>Nothing to give back: the connection is the application's.</summary>
    public void Dispose()
    {
    }

    /// <summary>Nothing to give back: the connection is the application's.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static GetInstanceRequest Asking(string instanceId, bool getInputsAndOutputs)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return new GetInstanceRequest { InstanceId = instanceId, GetInputsAndOutputs = getInputsAndOutputs };
    }

    private static async Task<WorkflowState> ExistingAsync(string instanceId, AsyncUnaryCall<GetInstanceResponse> waiting)
    {
        try
        {
            if (State(await waiting) is { Exists: true } state)
                return state;
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.NotFound)
        {
            // As where the answer says so.
        }
        throw new InvalidOperationException($"There is no workflow instance '{instanceId}'.");
    }

    private static WorkflowState State(GetInstanceResponse response) =>
        new(response.Exists ? response.WorkflowState : null);
}
