using System.Globalization;
using Auctions;
using Auctions.Auctioneering;
using Auctions.Store;

namespace Simulation.Tests.People;

/// <summary>An action that the auctioneer will take.</summary>
/// <param name="Number">From 1.</param>
/// <param name="SentAt">When it is sent, from the start of the simulation.</param>
/// <param name="Action">The action.</param>
internal sealed record PlannedAction(int Number, TimeSpan SentAt, DecisionKind Action)
{
    public decimal? Step { get; init; }

    public long? Bid { get; init; }

    public string Name => string.Create(CultureInfo.InvariantCulture, $"a{Number}");

    public string CommandId => CommandIds.New(Scenario.Auction, Name);

    public AuctioneerCommand At(DateTimeOffset receivedAt) => new(CommandId, Scenario.Auction, Scenario.Seller, Action, receivedAt)
    {
        Step = Step,
        Bid = Bid,
        Why = Bid is null ? null : "a slip of the hand",
    };

    public override string ToString() => $"the auctioneer's {Action} ({Name})";
}
