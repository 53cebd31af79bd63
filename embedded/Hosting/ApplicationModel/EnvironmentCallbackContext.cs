namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a callback of <c>WithEnvironment</c> fills in.</summary>
public sealed class EnvironmentCallbackContext
{
    internal EnvironmentCallbackContext(IResource resource, DistributedApplicationExecutionContext executionContext)
    {
        Resource = resource;
        ExecutionContext = executionContext;
    }

    /// <summary>Whose environment it is.</summary>
    public IResource Resource { get; }

    /// <summary>Whether the application runs or is published.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <summary>The variables: strings, or values known when the application runs. A later one takes the place of an earlier.</summary>
    public Dictionary<string, object> EnvironmentVariables { get; } = [];
}
