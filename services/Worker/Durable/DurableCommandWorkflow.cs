using System.Text.Json;
using Auctions.Bus;
using Dapr.Workflow;

namespace Auctions.Worker.Durable;

/// <summary>
/// The workflow of every durable command, registered under the command's name. It must be deterministic: it is run
/// again from its history whenever a step has ended, by whichever worker comes next.
/// </summary>
internal sealed class DurableCommandWorkflow<TCommand> : Workflow<TCommand, StepReport>
    where TCommand : class, ICommand<TCommand>
{
    // The dead letters are the last resort, so they are tried for hours.
    private static readonly WorkflowTaskOptions UntilItIsBuried =
        new(new WorkflowRetryPolicy(1_000, TimeSpan.FromSeconds(1), 2, TimeSpan.FromSeconds(30)));

    /// <summary>
    /// Every handler is a step, in the order that the command declares; each is tried again as the command says; after
    /// a failed outcome no further step runs. A command with a step that keeps failing goes to the dead letters, and
    /// the workflow fails.
    /// </summary>
    public override async Task<StepReport> RunAsync(WorkflowContext context, TCommand input)
    {
        var report = StepReport.None;
        foreach (var handler in TCommand.Handlers)
        {
            try
            {
                report = await CallAsync(context, handler.Name, new StepInput<TCommand>(input, report));
            }
            catch (WorkflowTaskFailedException failure)
            {
                await context.CallActivityAsync<bool>(
                    nameof(BuryCommand), DeadCommand.Of(input, handler.Name, failure.FailureDetails), UntilItIsBuried);
                throw new CommandFailedException($"{handler.Name} kept failing: {failure.FailureDetails.ErrorType}");
            }

            if (report.Kind == OutcomeKind.Failed)
                break;
        }

        return report;
    }

    // Timers, not a retry policy: the policy knows a first delay and a factor, while IRetryOnFail answers for each try,
    // and it would try again whatever the failure.
    private static async Task<StepReport> CallAsync(WorkflowContext context, string activity, StepInput<TCommand> input)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await context.CallActivityAsync<StepReport>(activity, input);
            }
            catch (WorkflowTaskFailedException failure) when (
                input.Command is IRetryOnFail wish && tried <= wish.MaxRetry && IsWorthAnotherTry(failure))
            {
                var delay = wish.RetryDelay(tried);
                await context.CreateTimer(delay < TimeSpan.Zero ? TimeSpan.Zero : delay);
            }
        }
    }

    // What can't be read now can't be read later.
    private static bool IsWorthAnotherTry(WorkflowTaskFailedException failure) => failure.FailureDetails.ErrorType != typeof(JsonException).FullName;
}
