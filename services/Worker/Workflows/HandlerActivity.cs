using System.Diagnostics;
using Auctions.Bus;
using Auctions.ServiceDefaults.Errors;
using Auctions.Worker.Measuring;
using Auctions.Worker.Reporting;
using Dapr.Workflow;

namespace Auctions.Worker.Workflows;

/// <summary>
/// The activity that runs a handler of a durable command, registered under its name of <see cref="ActivityNames"/>. An inline
/// command runs the same handler class.
/// </summary>
internal sealed class HandlerActivity<TCommand, THandler>(
    THandler handler, Backlog backlog, AuctionMetrics metrics, FailedCommands failed, TimeProvider time, IHostApplicationLifetime host,
    ILogger<HandlerActivity<TCommand, THandler>> log)
    : WorkflowActivity<StepInput<TCommand>, StepReport>
    where TCommand : class, ICommand<TCommand>
    where THandler : IHandler<TCommand>
{
    private static readonly string SpanName = SpanNames.OfHandler(typeof(THandler));
    private static readonly bool IsFirst = TCommand.Handlers[0] == typeof(THandler);
    private static readonly bool IsLast = TCommand.Handlers[^1] == typeof(THandler);

    /// <summary>Runs the handler. A worker that stops lets the handler finish.</summary>
    /// <exception cref="WithheldException">
    /// The handler threw an exception whose message may hold hidden figures. The SDK logs messages and stores them in the workflow's history.
    /// </exception>
    public override async Task<StepReport> RunAsync(WorkflowActivityContext context, StepInput<TCommand> input)
    {
        // The SDK starts a span for every try of a step.
        var span = Activity.Current;
        span?.DisplayName = SpanName;
        using var marks = CommandMarks.Begin(log, input.Command.CommandId);
        try
        {
            return StepReport.Of(await HandleAsync(input));
        }
        catch (Exception failure)
        {
            span?.SetStatus(ActivityStatusCode.Error, failure.GetType().Name);
            if (SafeMessages.Loggable(failure) is WithheldException withheld)
                throw withheld;
            throw;
        }
    }

    private async Task<CommandContext> HandleAsync(StepInput<TCommand> input)
    {
        var receivedAt = (input.Command as IAuctionCommand)?.ReceivedAt;
        if (IsFirst && receivedAt is { } since)
            backlog.NoteStart(since);

        var context = input.Before.ToContext(host.ApplicationStopped);
        var eventsBefore = context.Events.Count;
        context.Outcome = await MeasureAsync(input.Command, context);
        if (context.Events.Count > eventsBefore)
            metrics.Recorded([.. context.Events.Skip(eventsBefore)]);
        if (context.Outcome.Kind == OutcomeKind.Failed)
            failed.ReportOutcome(input.Command, typeof(THandler).Name, context.Outcome.Reason!);
        if (IsLast)
            metrics.Decided(CommandCatalog.NameOf<TCommand>(), context.Outcome, receivedAt is { } received ? time.GetUtcNow() - received : default);
        return context;
    }

    private async ValueTask<Outcome> MeasureAsync(TCommand command, CommandContext context)
    {
        var startedAt = time.GetTimestamp();
        Outcome? outcome = null;
        try
        {
            return outcome = await handler.HandleAsync(command, context);
        }
        finally
        {
            metrics.Handled(CommandCatalog.NameOf<TCommand>(), typeof(THandler).Name, outcome, time.GetElapsedTime(startedAt));
        }
    }
}

/// <summary>
/// The names of the handlers' activities: <c>{command}.{handler}</c>, so that two commands may share a handler. An activity
/// that was scheduled under a former name fails as unknown, and the workflow retries it under this one.
/// </summary>
internal static class ActivityNames
{
    /// <summary>The name of the activity of a command's handler.</summary>
    public static string Of<TCommand>(Type handler)
        where TCommand : class, ICommand<TCommand> =>
        $"{CommandCatalog.NameOf<TCommand>()}.{handler.Name}";
}

/// <summary>The input of a handler's activity.</summary>
/// <param name="Command">The command.</param>
/// <param name="Before">The report of the handlers before this one.</param>
internal sealed record StepInput<TCommand>(TCommand Command, StepReport Before);
