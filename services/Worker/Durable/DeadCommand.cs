using System.Text.Json;
using Auctions.Bus;
using Auctions.Raising;
using Dapr.Workflow;

namespace Auctions.Worker.Durable;

/// <summary>A command that could not be done, as it lies in the dead-letter topic.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="Type">Its name.</param>
/// <param name="Payload">The command itself.</param>
/// <param name="Step">The handler that kept failing.</param>
/// <param name="ErrorType">The kind of the last failure.</param>
/// <param name="Error">What the last failure said: for operators alone.</param>
/// <param name="Auction">The auction of a raise, whose bidder is to hear of it; null for other commands.</param>
/// <param name="Bidder">The bidder of a raise.</param>
internal sealed record DeadCommand(
    string Id, string Type, JsonElement Payload, string Step, string ErrorType, string Error, string? Auction = null, string? Bidder = null)
{
    /// <summary>Buries a command.</summary>
    public static DeadCommand Of<TCommand>(TCommand command, string step, WorkflowTaskFailureDetails failure)
        where TCommand : class, ICommand<TCommand>
    {
        var raise = command as AuctionRaiseCommand;
        return new(
            command.CommandId, CommandCatalog.NameOf<TCommand>(), JsonSerializer.SerializeToElement(command, AuctionJson.Options),
            step, failure.ErrorType, failure.ErrorMessage, raise?.Auction, raise?.Bidder);
    }
}
