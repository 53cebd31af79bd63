using System.Diagnostics;
using Dapr.Workflow.Replay;
using Embedded.Workflow.Protocol;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dapr.Workflow.Worker;

/// <summary>
/// One call of GetWorkItems, and everything that came by it. An item is this worker's for as long as the call lasts:
/// once it has ended, however, the sidecar gives the item to somebody else, and no answer is tried any more.
/// </summary>
#pragma warning disable CA1001 // A source without a timer has nothing to give back, and late answers still look at it.
internal sealed class WorkItemStream(
#pragma warning restore CA1001
    TaskHubSidecarService.TaskHubSidecarServiceClient sidecar,
    TurnExecutor turns,
    ActivityExecutor activities,
    IServiceProvider services,
    TimeProvider time,
    ILogger logger)
{
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Those under way, and one more for as long as items are taken.
    private int _underWay = 1;
    private volatile bool _isDraining;

    /// <summary>Ends the call, at once.</summary>
    public void End() => _ended.Cancel();

    /// <summary>Takes no more items, waits for those under way and ends the call.</summary>
    public async Task DrainAsync()
    {
        _isDraining = true;
        Release();
        await _idle.Task.WaitAsync(_ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        End();
    }

    /// <summary>Takes items until the call ends.</summary>
    /// <param name="request">How many at once.</param>
    /// <param name="connected">Called once the sidecar has answered.</param>
    /// <exception cref="RpcException">The call ended by an error, or never came about.</exception>
    public async Task RunAsync(GetWorkItemsRequest request, Action connected)
    {
        // What runs here is nobody's request: a trace that is current by chance must not become every activity's.
        Activity.Current = null;
        using var call = sidecar.GetWorkItems(request, cancellationToken: _ended.Token);
        try
        {
            var items = call.ResponseStream;
            var next = items.MoveNext(CancellationToken.None);
            await ((Task)call.ResponseHeadersAsync).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // A refusal has headers too, and ends right after them.
            await Task.WhenAny(next, Task.Delay(Backoff.First, time, _ended.Token));
            if (!next.IsCompleted || next.IsCompletedSuccessfully)
                connected();
            while (await next)
            {
                if (!_isDraining)
                    Take(items.Current);
                next = items.MoveNext(CancellationToken.None);
            }
        }
        finally
        {
            End();
        }
    }

    private void Take(WorkItem item)
    {
        switch (item.RequestCase)
        {
            case WorkItem.RequestOneofCase.WorkflowRequest:
                Interlocked.Increment(ref _underWay);
                _ = HandleTurnAsync(item.WorkflowRequest, item.CompletionToken);
                break;
            case WorkItem.RequestOneofCase.ActivityRequest:
                Interlocked.Increment(ref _underWay);
                _ = HandleActivityAsync(item.ActivityRequest, item.CompletionToken);
                break;
        }
    }

    // Begins on the reader's thread: the code of a workflow never waits, and a turn is shorter than handing it on.
    private async Task HandleTurnAsync(WorkflowRequest request, string completionToken)
    {
        try
        {
            WorkflowResponse response;
            if (turns.RegistrationOf(request) is { NeedsServices: true })
            {
                await using var scope = services.CreateAsyncScope();
                response = turns.Run(request, scope.ServiceProvider);
            }
            else
            {
                response = turns.Run(request, services);
            }
            response.CompletionToken = completionToken;
            await AnswerAsync(response, static (sidecar, answer, options) => sidecar.CompleteWorkflowTaskAsync(answer, options));
        }
        catch (Exception failure)
        {
            if (!_ended.IsCancellationRequested)
                logger.LogError(failure, "A turn of workflow instance {InstanceId} has no answer.", request.InstanceId);
        }
        finally
        {
            Release();
        }
    }

    private async Task HandleActivityAsync(ActivityRequest request, string completionToken)
    {
        // An activity may block before it first awaits; the reader must not.
        await Task.Yield();
        try
        {
            var response = await activities.RunAsync(request);
            response.CompletionToken = completionToken;
            await AnswerAsync(response, static (sidecar, answer, options) => sidecar.CompleteActivityTaskAsync(answer, options));
        }
        catch (Exception failure)
        {
            if (!_ended.IsCancellationRequested)
                logger.LogError(failure, "The activity {Name} has no answer.", request.Name);
        }
        finally
        {
            Release();
        }
    }

    private async Task AnswerAsync<T>(
        T answer, Func<TaskHubSidecarService.TaskHubSidecarServiceClient, T, CallOptions, AsyncUnaryCall<CompleteTaskResponse>> send)
    {
        var options = new CallOptions(cancellationToken: _ended.Token);
        var backoff = new Backoff();
        while (true)
        {
            try
            {
                await send(sidecar, answer, options);
                return;
            }
            catch (RpcException away) when (IsPassing(away.StatusCode) && !_ended.IsCancellationRequested)
            {
                if (logger.IsEnabled(LogLevel.Debug))
                    logger.LogDebug(away, "An answer did not reach the sidecar; trying again.");
            }
            catch (RpcException) when (_ended.IsCancellationRequested)
            {
                return;
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.NotFound)
            {
                if (logger.IsEnabled(LogLevel.Debug))
                    logger.LogDebug(refused, "The sidecar no longer waits for an answer.");
                return;
            }
            await Task.Delay(backoff.Next(), time, _ended.Token);
        }
    }

    private static bool IsPassing(StatusCode status) => status
        is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Aborted
        or StatusCode.Internal or StatusCode.Unknown or StatusCode.Cancelled;

    private void Release()
    {
        if (Interlocked.Decrement(ref _underWay) == 0)
            _idle.TrySetResult();
    }
}
