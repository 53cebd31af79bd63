using System.Text.Json.Serialization;
using Auctions.Bus;
using Auctions.Rules;

namespace Auctions.Raising;

/// <summary>A bidder wants to raise an auction: to an amount, or as little as leads up to a maximum.</summary>
/// <param name="CommandId">As <see cref="CommandIds"/> makes them: begins with the id of the auction.</param>
/// <param name="Auction">The auction's id.</param>
/// <param name="Bidder">The user id of the bidder.</param>
/// <param name="Amount">The amount, in the auction's currency, above 0; null where there is a <see cref="Maximum"/>.</param>
/// <param name="ReceivedAt">
/// When Api received the raise. The rules go by this time and by no other, so a raise that was in time stays in time
/// however long it waits.
/// </param>
public sealed record AuctionRaiseCommand(
    string CommandId, string Auction, string Bidder, decimal? Amount, DateTimeOffset ReceivedAt)
    : ICommand<AuctionRaiseCommand>, IAuctionCommand
{
    /// <summary>Hidden: up to what the house shall bid for the bidder; null where there is an <see cref="Amount"/>.</summary>
    public decimal? Maximum { get; init; }

    /// <summary>The one of the two that is given.</summary>
    [JsonIgnore]
    public decimal Limit => Amount ?? Maximum ?? 0;

    /// <summary>The name of the field that gives it.</summary>
    [JsonIgnore]
    public string LimitField => Maximum is null ? "amount" : "maximum";

    /// <inheritdoc/>
    public static IReadOnlyList<Type> Handlers { get; } =
        [typeof(AddUserToAuction), typeof(CheckBidAmount), typeof(NotifyParticipants)];

    string IAuctionCommand.Sender => Bidder;

    string IAuctionCommand.Fingerprint => Fingerprints.Of(new
    {
        Kind = "raise",
        Auction,
        User = Bidder,
        Amount = Amount is { } amount ? Money.Plain(amount) : (decimal?)null,
        Maximum = Maximum is { } maximum ? Money.Plain(maximum) : (decimal?)null,
    });

    /// <inheritdoc/>
    public IReadOnlyList<FieldProblem>? Validate()
    {
        var problems = new List<FieldProblem>();
        if (string.IsNullOrEmpty(Auction))
            problems.Add(new("auction", "is required"));
        else
            CommandFields.CheckId(problems, CommandId, Auction);
        CommandFields.CheckUser(problems, Bidder);

        // The command doesn't know the currency; its decimals are checked where the auction is read.
        if (Amount is not null && Maximum is not null)
            problems.Add(new("maximum", "can't be given beside amount"));
        else if (Money.Problem(Limit, Currencies.MostDecimals) is { } problem)
            problems.Add(new(LimitField, problem));
        return problems;
    }

    /// <summary>Without a figure: a command that gets into a log shows nothing hidden.</summary>
    public override string ToString() => $"raise {CommandId} of {Bidder}";
}
