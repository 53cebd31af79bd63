using Auctions.Api.Auctions;
using Auctions.Bus;
using Auctions.Sessions;

namespace Auctions.Api.Sessions;

/// <summary>One lot in the body of <c>POST /sessions</c>.</summary>
internal sealed record LotRequest : TermsRequest
{
    /// <summary>How long it is open, as <c>hh:mm:ss</c>; by default what the session says.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The lot with what the session says where it says nothing itself.</summary>
    public LotRequest Within(SessionRequest session) => this with { Duration = Duration ?? session.Duration, Currency = Currency ?? session.Currency };

    /// <inheritdoc/>
    public override List<FieldProblem> Problems()
    {
        var problems = base.Problems();
        Require(problems, Duration is not null, "duration");
        return problems;
    }

    /// <summary>The terms; only where there are no <see cref="Problems"/>. Their hours are the session's to plan.</summary>
    public LotTerms Terms() => new(Terms(null, default), Duration!.Value);
}
