using Auctions.Bus;
using Auctions.Views;
using Auctions.Worker.V1;

namespace Worker.Tests;

/// <summary>From a worker to Api, as a message.</summary>
public sealed class When_an_outcome_travels
{
    [Fact]
    public void It_arrives_as_it_was_sent()
    {
        foreach (var outcome in new[]
        {
            Outcome.Succeeded(), Outcome.Succeeded(7), Outcome.Pending(), Outcome.Rejected("too-low"), Outcome.Failed("gone"),
        })
            Assert.Equal(outcome, outcome.ToReply().ToOutcome());

        var invalid = Outcome.Invalid([new("amount", "is odd")]).ToReply().ToOutcome();
        Assert.Equal((OutcomeKind.Invalid, new FieldProblem("amount", "is odd")), (invalid.Kind, Assert.Single(invalid.Problems!)));
    }

    [Fact]
    public void Its_kind_has_the_same_number_in_the_message() =>
        Assert.Equal(Enum.GetValues<OutcomeKind>().Select(kind => $"{kind}"), Enum.GetValues<DispatchReply.Types.Kind>().Select(kind => $"{kind}"));

    [Fact]
    public void A_kind_that_Api_does_not_know_is_a_failure() =>
        Assert.Equal(Outcome.Failed("new"), new DispatchReply { Kind = (DispatchReply.Types.Kind)99, Reason = "new" }.ToOutcome());

    [Fact]
    public void What_became_of_a_command_arrives_as_it_was_sent()
    {
        foreach (var view in new CommandView?[]
        {
            new("a1.r1", "bob", "raised", null, 7),
            new("a1.r1", "bob", "rejected", "too-low", null),
            new("a1.r1", "bob", "pending", null, null),
            null,
        })
            Assert.Equal(view, view.ToReply().ToView("a1.r1"));
    }
}
