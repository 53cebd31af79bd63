using System.Text.Json;
using Auctions.Bus;
using Dapr.Workflow;

namespace Auctions.Worker.Durable;

/// <summary>
/// The workflow of every durable command. It must be deterministic: it is told again from its history whenever a step
/// has ended, by whichever worker comes next.
/// </summary>
internal static class CommandStory
{
    // The dead letters are the last resort, so they are tried for hours.
    private static readonly WorkflowTaskOptions UntilItIsBuried =
        new(new WorkflowRetryPolicy(1_000, TimeSpan.FromSeconds(1), 2, TimeSpan.FromSeconds(30)));

    /// <summary>
    /// Every handler is a step, in the order that the command declares; each is tried again as the command says; after
    /// a failed outcome no further step runs. A command with a step that keeps failing goes to the dead letters, and
    /// the workflow fails.
    /// </summary>
    public static async Task<StepReport> TellAsync<TCommand>(IStory story, TCommand command)
        where TCommand : class, ICommand<TCommand>
    {
        var report = StepReport.None;
        foreach (var handler in TCommand.Handlers)
        {
            try
            {
                report = await TakeStepAsync(story, handler.Name, command, report);
            }
            catch (WorkflowTaskFailedException failure)
            {
                await story.TakeStepAsync<bool>(BuryCommand.Name, DeadCommand.Of(command, handler.Name, failure.FailureDetails), UntilItIsBuried);
                throw new CommandFailedException($"{handler.Name} kept failing: {failure.FailureDetails.ErrorType}");
            }

            if (report.Kind == OutcomeKind.Failed)
                break;
        }

        return report;
    }

    private static async Task<StepReport> TakeStepAsync<TCommand>(IStory story, string handler, TCommand command, StepReport before)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await story.TakeStepAsync<StepReport>(handler, new StepInput<TCommand>(command, before));
            }
            catch (WorkflowTaskFailedException failure) when (command is IRetryOnFail wish && tried <= wish.MaxRetry && IsWorthAnotherTry(failure))
            {
                var delay = wish.RetryDelay(tried);
                await story.WaitAsync(delay < TimeSpan.Zero ? TimeSpan.Zero : delay);
            }
        }
    }

    // What can't be read now can't be read later.
    private static bool IsWorthAnotherTry(WorkflowTaskFailedException failure) => failure.FailureDetails.ErrorType != typeof(JsonException).FullName;
}
