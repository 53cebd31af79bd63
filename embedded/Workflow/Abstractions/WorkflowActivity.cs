using Dapr.Workflow.Abstractions;

namespace Dapr.Workflow;

/// <summary>
/// The base of an activity: a step of a workflow that may do anything. It is run at least once; its
/// <see cref="WorkflowActivityContext.TaskExecutionKey"/> is the same each time.
/// </summary>
/// <typeparam name="TInput">What the activity is called with; JSON on the way.</typeparam>
/// <typeparam name="TOutput">What the activity returns; JSON on the way.</typeparam>
public abstract class WorkflowActivity<TInput, TOutput> : IWorkflowActivity
{
    Type IWorkflowActivity.InputType => typeof(TInput);

    Type IWorkflowActivity.OutputType => typeof(TOutput);

    /// <summary>Runs the activity with an input that is already a <typeparamref name="TInput"/>, or null.</summary>
    public async Task<object?> RunAsync(WorkflowActivityContext context, object? input) =>
        await RunAsync(context, input is null ? default! : (TInput)input);

    /// <summary>The activity.</summary>
    /// <param name="context">For whom it runs.</param>
    /// <param name="input">What it was called with; the type's default where it was called with nothing.</param>
    public abstract Task<TOutput> RunAsync(WorkflowActivityContext context, TInput input);
}
