namespace Dapr.Workflow;

/// <summary>
/// The base of a workflow: code that says which activities are called in which order. It is run again from its first line
/// in every turn, against the history of what it has done, so it must ask its context for everything that could differ:
/// the time, GUIDs, waiting, and whatever reaches out of the process (which belongs into an activity).
/// </summary>
/// <typeparam name="TInput">What the workflow is started with; JSON on the way.</typeparam>
/// <typeparam name="TOutput">What the workflow returns; JSON on the way.</typeparam>
public abstract class Workflow<TInput, TOutput> : IWorkflow
{
    Type IWorkflow.InputType => typeof(TInput);

    Type IWorkflow.OutputType => typeof(TOutput);

    async Task<object?> IWorkflow.RunAsync(WorkflowContext context, object? input) =>
        await RunAsync(context, input is null ? default! : (TInput)input);

    /// <summary>The workflow.</summary>
    /// <param name="context">What it may ask for.</param>
    /// <param name="input">What it was started with; the type's default where it was started with nothing.</param>
    public abstract Task<TOutput> RunAsync(WorkflowContext context, TInput input);
}
