using System.Text.Json;
using Auctions.Bus;
using Auctions.Raising;
using Auctions.ServiceDefaults.Errors;
using Dapr.Workflow;

namespace Auctions.Worker.Workflows;

/// <summary>
/// The workflow of every durable command, registered under the command's name. Its code is deterministic, because Dapr replays it
/// from its history whenever a step has ended, in any worker.
/// </summary>
internal sealed class CommandWorkflow<TCommand> : Workflow<TCommand, StepReport>
    where TCommand : class, ICommand<TCommand>
{
    // Operators never see a command that is not dead-lettered, and its bidder waits for an outcome, so both are retried for hours.
    private static readonly WorkflowTaskOptions RetryForHours =
        new(new WorkflowRetryPolicy(1_000, TimeSpan.FromSeconds(1), 2, TimeSpan.FromSeconds(30)));

    /// <summary>
    /// Runs every handler as an activity, in the order that the command declares. A handler that throws is retried as the
    /// command says; after the last retry the command is dead-lettered, its bidder hears the outcome, and the workflow fails. After a failed outcome no
    /// further handler runs.
    /// </summary>
    /// <exception cref="CommandFailedException">A handler threw at every try.</exception>
    public override async Task<StepReport> RunAsync(WorkflowContext context, TCommand input)
    {
        var report = StepReport.None;
        foreach (var handler in TCommand.Handlers)
        {
            try
            {
                report = await RunStepAsync(context, ActivityNames.Of<TCommand>(handler), new StepInput<TCommand>(input, report));
            }
            catch (WorkflowTaskFailedException failure)
            {
                var dead = DeadLetteredCommand.Of(input, handler.Name, failure.FailureDetails);
                await context.CallActivityAsync<bool>(nameof(DeadLetterCommand), dead, RetryForHours);
                if (input is AuctionRaiseCommand raise)
                    await context.CallActivityAsync<bool>(
                        nameof(NotifyBidder), new BidderToNotify(raise.Auction, raise.Bidder, raise.CommandId), RetryForHours);
                throw new CommandFailedException($"{handler.Name} kept failing: {dead.ErrorType}");
            }

            if (report.Outcome.Kind == OutcomeKind.Failed)
                break;
        }

        return report;
    }

    // Timers replace the SDK's retry policy, which has only a first delay and a factor and retries every kind of failure, while
    // IRetryOnFail gives a delay for each try.
    private static async Task<StepReport> RunStepAsync(WorkflowContext context, string activity, StepInput<TCommand> input)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await context.CallActivityAsync<StepReport>(activity, input);
            }
            catch (WorkflowTaskFailedException failure) when (
                input.Command is IRetryOnFail retrying && tried <= retrying.MaxRetry && IsWorthRetrying(failure))
            {
                var delay = retrying.RetryDelay(tried);
                await context.CreateTimer(delay < TimeSpan.Zero ? TimeSpan.Zero : delay);
            }
        }
    }

    // JSON that can't be read now can't be read later.
    private static bool IsWorthRetrying(WorkflowTaskFailedException failure) =>
        WithheldException.TypeOf(failure.FailureDetails.ErrorType, failure.FailureDetails.ErrorMessage) != typeof(JsonException).FullName;
}

/// <summary>A handler of a command kept failing. The message names the handler and the kind of failure, and no figures.</summary>
internal sealed class CommandFailedException(string message) : Exception(message);
