using Auctions.Bus;

namespace Bus.Tests;

public sealed class When_an_outcome_is_made
{
    private static readonly FieldProblem[] Problems = [new("amount", "must be above 0")];

    [Fact]
    public void A_rejection_has_its_reason_and_nothing_else()
    {
        var outcome = Outcome.Rejected("too-low");

        Assert.Equal((OutcomeKind.Rejected, "too-low", null, null), (outcome.Kind, outcome.Reason, outcome.Seq, outcome.Problems));
    }

    [Fact]
    public void An_invalid_one_has_its_problems_and_nothing_else()
    {
        var outcome = Outcome.Invalid(Problems);

        Assert.Equal((OutcomeKind.Invalid, null, null), (outcome.Kind, outcome.Reason, outcome.Seq));
        Assert.Same(Problems, outcome.Problems);
    }

    [Fact]
    public void A_success_has_the_seq_it_was_given()
    {
        Assert.Equal(1, Outcome.Succeeded(1).Seq);
        Assert.Null(Outcome.Succeeded().Seq);
        Assert.Null(new CommandContext().Outcome.Seq);
    }

    [Fact]
    public void Two_are_equal_where_every_part_is()
    {
        var reason = string.Concat("too-", "low".AsSpan());

        Assert.Equal(Outcome.Rejected("too-low"), Outcome.Rejected(reason));
        Assert.NotEqual(Outcome.Rejected("too-low"), Outcome.Failed("too-low"));
        Assert.NotEqual(Outcome.Succeeded(1), Outcome.Succeeded(2));
    }

    [Fact]
    public void It_prints_what_it_is()
    {
        Assert.Contains("Kind = Rejected, Reason = too-low", Outcome.Rejected("too-low").ToString(), StringComparison.Ordinal);
    }
}
