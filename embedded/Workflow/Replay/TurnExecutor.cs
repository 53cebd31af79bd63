using Dapr.Workflow.Registration;
using Embedded.Workflow.Protocol;
using Microsoft.Extensions.Logging;

namespace Dapr.Workflow.Replay;

/// <summary>
/// Answers a turn: runs the code of the workflow from its first line against the history, then on what is new, and says
/// what it asks for. It never waits: code that waits for something leaves its turn.
/// </summary>
internal sealed class TurnExecutor(WorkflowRegistry registry, ILoggerFactory loggers)
{
    /// <summary>The registration that a turn is for; null where the answer needs none.</summary>
    public WorkflowRegistration? RegistrationOf(WorkflowRequest request) =>
        StartOf(request) is { ExecutionStarted.Name: var name } ? registry.Workflow(name) : null;

    /// <summary>Takes a turn.</summary>
    /// <param name="request">The turn.</param>
    /// <param name="services">What the workflow is made with.</param>
    public WorkflowResponse Run(WorkflowRequest request, IServiceProvider services)
    {
        if (StartOf(request) is not { } start)
            return Failed(request, "InvalidWorkflowHistory", $"The history of instance '{request.InstanceId}' has no start.");
        var name = start.ExecutionStarted.Name;
        if (registry.Workflow(name) is not { } registration)
            return Failed(request, "WorkflowNotRegistered", $"No workflow is registered by the name '{name}'.");

        var turn = new Turn(request, start, loggers);
        try
        {
            turn.Run(registration.Make(services));
            return turn.Answer();
        }
        catch (NonDeterministicWorkflowException mismatch)
        {
            return Failed(request, NonDeterministicWorkflowException.ErrorType,
                $"{mismatch.Message} Workflow '{name}', instance '{request.InstanceId}'.");
        }
        catch (Exception failure)
        {
            // Whatever keeps the code from being run is the instance's failure, and told in its state.
            return Failed(request, Failures.ToDetails(failure));
        }
    }

    internal static WorkflowResponse Failed(WorkflowRequest request, TaskFailureDetails details) => new()
    {
        InstanceId = request.InstanceId,
        Actions =
        {
            new WorkflowAction
            {
                CompleteWorkflow = new CompleteWorkflowAction
                {
                    WorkflowStatus = WorkflowStatus.Failed,
                    FailureDetails = details,
                },
            },
        },
    };

    private static WorkflowResponse Failed(WorkflowRequest request, string errorType, string message) =>
        Failed(request, new TaskFailureDetails { ErrorType = errorType, ErrorMessage = message });

    private static HistoryEvent? StartOf(WorkflowRequest request)
    {
        foreach (var past in request.PastEvents)
            if (past.EventTypeCase == HistoryEvent.EventTypeOneofCase.ExecutionStarted)
                return past;
        foreach (var added in request.NewEvents)
            if (added.EventTypeCase == HistoryEvent.EventTypeOneofCase.ExecutionStarted)
                return added;
        return null;
    }
}
