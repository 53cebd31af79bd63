using System.Text.Json;
using Auctions.Bus;
using Auctions.ServiceDefaults.Errors;
using Dapr.Client;
using Dapr.Workflow;

namespace Auctions.Worker.Workflows;

/// <summary>The activity that dead-letters a command whose handler kept failing.</summary>
internal sealed partial class DeadLetterCommand(DaprClient dapr, IHostApplicationLifetime host, ILogger<DeadLetterCommand> log)
    : WorkflowActivity<DeadLetteredCommand, bool>
{
    /// <summary>Publishes the command on the dead-letter topic. Two runs leave one dead letter, because letters are stored by id.</summary>
    public override async Task<bool> RunAsync(WorkflowActivityContext context, DeadLetteredCommand input)
    {
        CommandDeadLettered(log, input.Type, input.Id, Components.DeadLetterTopic, input.Step, SafeMessages.Describe(input.ErrorType, input.Error));
        await dapr.PublishByteEventAsync(
            Components.PubSub, Components.DeadLetterTopic, JsonSerializer.SerializeToUtf8Bytes(input, AuctionJson.Options), "application/json",
            cancellationToken: host.ApplicationStopped);
        return true;
    }

    [LoggerMessage(
        EventId = 520, Level = LogLevel.Error,
        Message = "{Command} {CommandId} goes to {DeadLetters}: {Step} kept failing, last with {Error}")]
    private static partial void CommandDeadLettered(
        ILogger logger, string command, string commandId, string deadLetters, string step, string error);
}

/// <summary>A command whose handler kept failing, as published on the dead-letter topic.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="Type">The command's name.</param>
/// <param name="Payload">The command itself.</param>
/// <param name="Step">The handler that kept failing.</param>
/// <param name="ErrorType">The type of the exception of the last failure.</param>
/// <param name="Error">The message of the last failure. It may hold hidden figures (<see cref="SafeMessages"/>).</param>
/// <param name="StackTrace">The stack trace of the last failure; null in messages of earlier versions.</param>
internal sealed record DeadLetteredCommand(
    string Id, string Type, JsonElement Payload, string Step, string ErrorType, string Error, string? StackTrace = null)
{
    /// <summary>Describes a command that failed.</summary>
    public static DeadLetteredCommand Of<TCommand>(TCommand command, string step, WorkflowTaskFailureDetails failure)
        where TCommand : class, ICommand<TCommand> =>
        new(
            command.CommandId, CommandCatalog.NameOf<TCommand>(), JsonSerializer.SerializeToElement(command, AuctionJson.Options),
            step, WithheldException.TypeOf(failure.ErrorType, failure.ErrorMessage), failure.ErrorMessage, failure.StackTrace);
}
