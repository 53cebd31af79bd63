namespace Dapr.Workflow;

/// <summary>Why an activity, a child or a workflow failed.</summary>
/// <param name="errorType">The exception's type with its namespace, or a word of the worker's own.</param>
/// <param name="errorMessage">The exception's message.</param>
/// <param name="stackTrace">Where it was thrown.</param>
public class WorkflowTaskFailureDetails(string errorType, string errorMessage, string? stackTrace = null)
{
    /// <summary>The exception's type with its namespace, or a word of the worker's own.</summary>
    public string ErrorType { get; } = errorType ?? throw new ArgumentNullException(nameof(errorType));

    /// <summary>The exception's message.</summary>
    public string ErrorMessage { get; } = errorMessage ?? throw new ArgumentNullException(nameof(errorMessage));

    /// <summary>Where it was thrown.</summary>
    public string? StackTrace { get; } = stackTrace;

    /// <summary>
    /// Whether the failure was an exception of this type or of one derived from it. As in the package, only types of the
    /// runtime's core library are found by their name; compare <see cref="ErrorType"/> for those of your own.
    /// </summary>
    public bool IsCausedBy<T>() where T : Exception =>
        Type.GetType(ErrorType, throwOnError: false) is { } type && typeof(T).IsAssignableFrom(type);

    /// <inheritdoc/>
    public override string ToString() => $"{ErrorType}: {ErrorMessage}";
}
