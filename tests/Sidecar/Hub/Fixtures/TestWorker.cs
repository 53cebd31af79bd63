using System.Globalization;
using Dapr.DurableTask.Protobuf;
using Embedded.Sidecar.Hub;
using Embedded.Sidecar.Workflows;
using Google.Protobuf;

namespace Sidecar.Tests.Hub.Fixtures;

/// <summary>A worker that answers as the test sets it, and records its work items.</summary>
internal sealed class TestWorker : IAsyncDisposable
{
    private readonly IHub _hub;
    private readonly CancellationTokenSource _leaving = new();
    private readonly Task _working;

    public TestWorker(
        IHub hub, string app, Func<WorkflowRequest, IEnumerable<WorkflowAction>>? turn = null, Func<ActivityRequest, string?>? activity = null)
    {
        _hub = hub;
        _working = WorkAsync(app, turn, activity);
    }

    /// <summary>The work items that it got, in order.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<WorkItem> Given { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _working;
        _leaving.Dispose();
    }

    private async Task WorkAsync(string app, Func<WorkflowRequest, IEnumerable<WorkflowAction>>? turn, Func<ActivityRequest, string?>? activity)
    {
        try
        {
            await foreach (var bytes in _hub.GetWorkItemsAsync(app, _leaving.Token))
            {
                var item = WorkItem.Parser.ParseFrom(bytes.Span);
                Given.Enqueue(item);
                if (item.WorkflowRequest is { } request && turn is not null)
                    await _hub.AskAsync(app, "CompleteWorkflowTask", new WorkflowResponse
                    {
                        InstanceId = request.InstanceId,
                        CompletionToken = item.CompletionToken,
                        Actions = { turn(request) },
                    });
                else if (item.ActivityRequest is { } asked && activity is not null)
                    await _hub.AskAsync(app, "CompleteActivityTask", new ActivityResponse
                    {
                        InstanceId = asked.WorkflowInstance.InstanceId,
                        TaskId = asked.TaskId,
                        CompletionToken = item.CompletionToken,
                        Result = activity(asked),
                    });
            }
        }
        catch (OperationCanceledException)
        {
            // The worker disconnects.
        }
    }
}

internal static class WorkflowHub
{
    public static async Task<WorkflowAnswer> AskAsync(this IHub hub, string app, string method, IMessage request) =>
        await hub.CallWorkflowAsync(new WorkflowCall(app, method, request.ToByteArray(), null), TestContext.Current.CancellationToken);

    public static Task<WorkflowAnswer> StartAsync(this IHub hub, string app, string id, string input = "\"in\"", string name = "Story") =>
        hub.AskAsync(app, "StartInstance", new CreateInstanceRequest { InstanceId = id, Name = name, Input = input });

    public static async Task<GetInstanceResponse> StateAsync(this IHub hub, string app, string id) =>
        GetInstanceResponse.Parser.ParseFrom(
            (await hub.AskAsync(app, "GetInstance", new GetInstanceRequest { InstanceId = id, GetInputsAndOutputs = true })).Response.Span);

    public static async Task<WorkflowState> EndAsync(this IHub hub, string app, string id)
    {
        var answer = await hub.AskAsync(app, "WaitForInstanceCompletion", new GetInstanceRequest { InstanceId = id, GetInputsAndOutputs = true });
        return GetInstanceResponse.Parser.ParseFrom(answer.Response.Span).WorkflowState;
    }

    public static WorkflowAction Schedule(int id, string name, string input = "") =>
        new() { Id = id, ScheduleTask = new ScheduleTaskAction { Name = name, Input = input } };

    public static WorkflowAction Complete(int id, string? result) =>
        new() { Id = id, CompleteWorkflow = new CompleteWorkflowAction { WorkflowStatus = OrchestrationStatus.Completed, Result = result } };

    /// <summary>Runs the activities "0", "1", … one after the other, and returns their results.</summary>
    public static IEnumerable<WorkflowAction> InSequence(WorkflowRequest request, int activities)
    {
        var results = request.PastEvents.Concat(request.NewEvents)
            .Where(happened => happened.TaskCompleted is not null).Select(happened => happened.TaskCompleted.Result).ToList();
        yield return results.Count < activities
            ? Schedule(results.Count, results.Count.ToString(CultureInfo.InvariantCulture))
            : Complete(activities, string.Join(",", results));
    }
}
