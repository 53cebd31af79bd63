using Embedded.Workflow.Protocol;

namespace Dapr.Workflow.Replay;

/// <summary>Failures on their way: an exception as the protocol's details, and back.</summary>
internal static class Failures
{
    public static TaskFailureDetails ToDetails(Exception exception)
    {
        var details = new TaskFailureDetails
        {
            ErrorType = exception.GetType().FullName ?? exception.GetType().Name,
            ErrorMessage = exception.Message,
            StackTrace = exception.StackTrace,
        };
        if (exception is WorkflowTaskFailedException { FailureDetails: var cause })
            details.InnerFailure = new TaskFailureDetails
            {
                ErrorType = cause.ErrorType,
                ErrorMessage = cause.ErrorMessage,
                StackTrace = cause.StackTrace,
            };
        else if (exception.InnerException is { } inner)
            details.InnerFailure = ToDetails(inner);
        return details;
    }

    public static WorkflowTaskFailedException ToException(string what, TaskFailureDetails details) =>
        new($"{char.ToUpperInvariant(what[0])}{what[1..]} failed: {details.ErrorMessage}", details.ToDetails());
}
