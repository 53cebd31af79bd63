using Auctions.Events;
using Auctions.Rules;

namespace Auctions.Tests;

/// <summary>An auction of Sam's, raised step by step: the rules alone, as a table of bids reads.</summary>
internal sealed class Bidden
{
    private int _commands;

    public Bidden(AuctionTerms? terms = null)
    {
        State = AuctionRules.Create("a", "sam", terms ?? House.Terms(startingPrice: 10, increments: new IncrementBand(0, 1)), House.Noon).State;
    }

    public AuctionState State { get; private set; }

    public DateTimeOffset Now { get; set; } = House.Noon;

    public List<ISequenced> Events { get; } = [];

    /// <summary>Who leads at what price.</summary>
    public (string? Leader, decimal Price) Leads => (State.Leader, State.Price);

    public Decision Bid(string bidder, decimal amount) => Raise(bidder, amount, isMaximum: false);

    public Decision UpTo(string bidder, decimal maximum) => Raise(bidder, maximum, isMaximum: true);

    public Decision Do(Func<AuctionState, DateTimeOffset, Decision> rule) => Take(rule(State, Now));

    private Decision Raise(string bidder, decimal limit, bool isMaximum) =>
        Take(AuctionRules.Decide(State, new Raise($"c{++_commands}", bidder, limit, isMaximum, Now)));

    private Decision Take(Decision decision)
    {
        State = decision.State;
        Events.AddRange(decision.Events);
        return decision;
    }
}
