using Auctions.Raising;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Tests;

/// <summary>What gets into a log by its <c>ToString</c> shows no figure that is hidden.</summary>
public sealed class When_a_limit_is_hidden
{
    private const string Hidden = "98765.43";

    public static TheoryData<object> Carriers()
    {
        const decimal hidden = 98765.43m;
        var terms = House.Terms() with { ReservePrice = hidden };
        var state = AuctionRules.Create("a", "sam", terms, House.Noon).State;
        var raise = new Raise("c1", "ann", hidden, true, House.Noon);
        var decision = AuctionRules.Decide(state, raise);
        return
        [
            terms, state, raise, decision, decision.State, new AuctionHead { State = decision.State },
            new DecisionRecord("c1", "ann", "", 2, null) { Kind = DecisionKind.Raise, Limit = hidden, IsMaximum = true },
            new AuctionRaiseCommand("c1", "a", "ann", null, House.Noon) { Maximum = hidden },
        ];
    }

    [Theory]
    [MemberData(nameof(Carriers), DisableDiscoveryEnumeration = true)]
    public void It_is_not_in_what_is_logged(object carrier) =>
        Assert.DoesNotContain(Hidden, carrier.ToString(), StringComparison.Ordinal);
}
