using System.Text.Json.Serialization;
using Auctions.Bus;
using Auctions.Ordering;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Raising;

/// <summary>
/// A bidder raises an auction, either to an amount or up to a maximum. Up to a maximum, the house bids only as much as the lead
/// needs.
/// </summary>
/// <param name="CommandId">The command's id; it begins with the auction's id (<see cref="CommandIds"/>).</param>
/// <param name="Auction">The auction's id.</param>
/// <param name="Bidder">The user id of the bidder.</param>
/// <param name="Amount">The amount, in the auction's currency, above 0; null where there is a <see cref="Maximum"/>.</param>
/// <param name="ReceivedAt">
/// When the raise was received. The rules use no other time, so a raise that was received in time stays in time however long
/// it waits.
/// </param>
public sealed record AuctionRaiseCommand(
    string CommandId, string Auction, string Bidder, decimal? Amount, DateTimeOffset ReceivedAt)
    : ICommand<AuctionRaiseCommand>, IOrderedCommand
{
    /// <summary>The most that the house may bid for the bidder. It is hidden; null where there is an <see cref="Amount"/>.</summary>
    public decimal? Maximum { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset? AcceptBy { get; init; }

    /// <summary>The amount or the maximum; 0 where neither is given.</summary>
    [JsonIgnore]
    public decimal Limit => Amount ?? Maximum ?? 0;

    /// <summary>The name of the field that <see cref="Limit"/> comes from.</summary>
    [JsonIgnore]
    public string LimitField => Maximum is null ? "amount" : "maximum";

    /// <inheritdoc/>
    public static IReadOnlyList<Type> Handlers { get; } =
        [typeof(AddUserToAuction), typeof(CheckBidAmount), typeof(NotifyParticipants)];

    /// <inheritdoc/>
    [JsonIgnore]
    public DecisionRecord Request => new(CommandId, Bidder, ((IAuctionCommand)this).Fingerprint, null, null)
    {
        Kind = DecisionKind.Raise,
        At = ReceivedAt,
        Limit = Money.Plain(Limit),
        IsMaximum = Maximum is not null,
    };

    string IAuctionCommand.Sender => Bidder;

    string IAuctionCommand.Fingerprint => Fingerprints.Of(new
    {
        Kind = "raise",
        Auction,
        User = Bidder,
        Amount = Amount is { } amount ? Money.Plain(amount) : (decimal?)null,
        Maximum = Maximum is { } maximum ? Money.Plain(maximum) : (decimal?)null,
    });

    /// <summary>The command that <see cref="Request"/> was made from.</summary>
    public static AuctionRaiseCommand From(string auction, DecisionRecord request) =>
        new(request.Command, auction, request.User, request.IsMaximum ? null : request.Limit, request.At)
        {
            Maximum = request.IsMaximum ? request.Limit : null,
        };

    /// <inheritdoc/>
    public IReadOnlyList<FieldProblem>? Validate()
    {
        var problems = new List<FieldProblem>();
        if (string.IsNullOrEmpty(Auction))
            problems.Add(new("auction", "is required"));
        else
            CommandFields.CheckId(problems, CommandId, Auction);
        CommandFields.CheckUser(problems, Bidder);

        // The command doesn't know the currency. Its decimals are checked once the auction is read.
        if (Amount is not null && Maximum is not null)
            problems.Add(new("maximum", "can't be given beside amount"));
        else if (Money.Problem(Limit, Currencies.MostDecimals) is { } problem)
            problems.Add(new(LimitField, problem));
        return problems;
    }

    /// <summary>The id and the bidder without the amounts, because a maximum must not appear in a log.</summary>
    public override string ToString() => $"raise {CommandId} of {Bidder}";
}
