using Auctions.Bus;
using Auctions.Rules;

namespace Auctions.Api.Auctions;

/// <summary>The body of <c>POST /auctions</c>.</summary>
internal sealed record AuctionRequest : TermsRequest
{
    /// <summary>When it opens; at once by default.</summary>
    public DateTimeOffset? OpensAt { get; init; }

    /// <summary>When it closes.</summary>
    public DateTimeOffset? ClosesAt { get; init; }

    /// <inheritdoc/>
    public override List<FieldProblem> Problems()
    {
        var problems = base.Problems();
        Require(problems, ClosesAt is not null, "closesAt");
        return problems;
    }

    /// <summary>The terms; only where there are no <see cref="Problems"/>.</summary>
    public AuctionTerms Terms() => Terms(OpensAt, ClosesAt!.Value);
}
