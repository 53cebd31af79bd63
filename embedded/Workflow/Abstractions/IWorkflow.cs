namespace Dapr.Workflow;

/// <summary>A workflow as the worker sees it. Derive from <see cref="Workflow{TInput, TOutput}"/> instead of implementing this.</summary>
public interface IWorkflow
{
    /// <summary>What the input is read as.</summary>
    Type InputType { get; }

    /// <summary>What the workflow returns.</summary>
    Type OutputType { get; }

    /// <summary>Runs the workflow, from its first line, in every turn.</summary>
    Task<object?> RunAsync(WorkflowContext context, object? input);
}
