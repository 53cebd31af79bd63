using System.Globalization;
using Embedded.Workflow.Protocol;
using Microsoft.Extensions.Logging;
using EventCase = Embedded.Workflow.Protocol.HistoryEvent.EventTypeOneofCase;

namespace Dapr.Workflow.Replay;

/// <summary>
/// One turn of one instance. Events are fed one after another; each lets the code go on as far as it can, within the
/// call that feeds it, so that the order of what it asks for is that of the history.
/// </summary>
internal sealed class Turn
{
    private readonly WorkflowRequest _request;
    private readonly ReplayContext _context;
    private readonly HistoryEvent _start;
    private IWorkflow? _workflow;
    private Task<object?>? _run;
    private List<HistoryEvent>? _held;
    private bool _isSuspended;
    private ExecutionTerminatedEvent? _terminated;

    public Turn(WorkflowRequest request, HistoryEvent start, ILoggerFactory loggers)
    {
        _request = request;
        _start = start;
        // An engine that gives executions no ids has the time of their start to tell them apart.
        var executionId = start.ExecutionStarted.WorkflowInstance?.ExecutionId
            ?? request.ExecutionId
            ?? (start.Timestamp?.ToDateTime().Ticks ?? 0).ToString(CultureInfo.InvariantCulture);
        _context = new ReplayContext(
            start.ExecutionStarted.Name, request.InstanceId, new TurnIdentity(request.InstanceId, executionId), loggers);
    }

    /// <summary>Feeds the code everything there is.</summary>
    /// <exception cref="NonDeterministicWorkflowException">The code no longer fits the history.</exception>
    public void Run(IWorkflow workflow)
    {
        _workflow = workflow;
        _context.BeginReplay();
        foreach (var past in _request.PastEvents)
            Feed(past);
        _context.EndReplay();
        foreach (var added in _request.NewEvents)
            Feed(added);
    }

    /// <summary>What the code asks for, or how it ended.</summary>
    public WorkflowResponse Answer()
    {
        var response = new WorkflowResponse { InstanceId = _request.InstanceId, CustomStatus = Json.Write(_context.CustomStatus) };
        if (_terminated is not null)
        {
            Complete(response, new CompleteWorkflowAction { WorkflowStatus = WorkflowStatus.Terminated, Result = _terminated.Input });
            return response;
        }
        _context.Steps.WriteNewTo(response.Actions);
        if (_context.NextRound is { } next)
        {
            var again = new CompleteWorkflowAction { WorkflowStatus = WorkflowStatus.ContinuedAsNew, Result = next.Input };
            if (next.KeepsEvents)
                _context.Events.WriteUntakenTo(again.CarryoverEvents);
            Complete(response, again);
        }
        else if (_run is { IsCompleted: true })
        {
            Complete(response, Ended(_run));
        }
        else if (_run is not null && !_isSuspended && _context.Events.Waiting == 0 && !_context.Steps.AnyOpen())
        {
            Complete(response, new CompleteWorkflowAction
            {
                WorkflowStatus = WorkflowStatus.Failed,
                FailureDetails = new TaskFailureDetails
                {
                    ErrorType = NonDeterministicWorkflowException.ErrorType,
                    ErrorMessage = $"Workflow '{_context.Name}' awaits something that did not come from its context "
                        + "(as Task.Delay, Task.Run or CancelAsync do not), and would wait for ever.",
                },
            });
        }
        return response;
    }

    private static CompleteWorkflowAction Ended(Task<object?> run)
    {
        try
        {
            return new CompleteWorkflowAction
            {
                WorkflowStatus = WorkflowStatus.Completed,
                Result = Json.Write(run.GetAwaiter().GetResult()),
            };
        }
        catch (Exception failure)
        {
            // The workflow's failure, told in its state.
            return new CompleteWorkflowAction
            {
                WorkflowStatus = WorkflowStatus.Failed,
                FailureDetails = Failures.ToDetails(failure),
            };
        }
    }

    private void Complete(WorkflowResponse response, CompleteWorkflowAction how) =>
        response.Actions.Add(new WorkflowAction { Id = _context.Steps.Count, CompleteWorkflow = how });

    private void Feed(HistoryEvent happened)
    {
        switch (happened.EventTypeCase)
        {
            case EventCase.WorkflowStarted:
                _context.BeginTurn(happened.Timestamp?.ToDateTime() ?? _context.CurrentUtcDateTime);
                break;
            case EventCase.ExecutionStarted:
                Start(happened);
                break;
            case EventCase.TaskScheduled or EventCase.TimerCreated or EventCase.ChildWorkflowInstanceCreated or EventCase.EventSent:
                _context.Steps.Record(happened);
                break;
            case EventCase.ExecutionSuspended:
                _isSuspended = true;
                break;
            case EventCase.ExecutionResumed:
                _isSuspended = false;
                var held = _held;
                _held = null;
                foreach (var kept in held ?? [])
                    Resume(kept);
                break;
            case EventCase.ExecutionTerminated:
                _terminated = happened.ExecutionTerminated;
                break;
            default:
                if (_isSuspended)
                    (_held ??= []).Add(happened);
                else
                    Resume(happened);
                break;
        }
    }

    /// <summary>Lets the code go on by what it has waited for.</summary>
    private void Resume(HistoryEvent happened)
    {
        switch (happened.EventTypeCase)
        {
            case EventCase.TaskCompleted:
                _context.Steps.Complete(happened.TaskCompleted.TaskScheduledId, happened.TaskCompleted.Result);
                break;
            case EventCase.TaskFailed:
                _context.Steps.Fail(happened.TaskFailed.TaskScheduledId, happened.TaskFailed.FailureDetails);
                break;
            case EventCase.ChildWorkflowInstanceCompleted:
                _context.Steps.Complete(
                    happened.ChildWorkflowInstanceCompleted.TaskScheduledId, happened.ChildWorkflowInstanceCompleted.Result);
                break;
            case EventCase.ChildWorkflowInstanceFailed:
                _context.Steps.Fail(
                    happened.ChildWorkflowInstanceFailed.TaskScheduledId, happened.ChildWorkflowInstanceFailed.FailureDetails);
                break;
            case EventCase.TimerFired:
                _context.Steps.Complete(happened.TimerFired.TimerId, null);
                break;
            case EventCase.EventRaised:
                _context.Events.Raise(happened);
                break;
        }
    }

    private void Start(HistoryEvent start)
    {
        // A history has one start; that of another execution is not this one's.
        if (_run is not null || !ReferenceEquals(start, _start))
            return;
        var workflow = _workflow!;
        object? input;
        try
        {
            input = Json.Read(start.ExecutionStarted.Input, workflow.InputType);
        }
        catch (Exception reason) when (Json.IsMismatch(reason))
        {
            throw Json.Mismatch($"The input of workflow '{_context.Name}'", workflow.InputType, reason);
        }
        _run = workflow.RunAsync(_context, input);
    }
}
