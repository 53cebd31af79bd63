using Auctions.Api.Opening;
using Auctions.Bus;
using Auctions.Sessions;

namespace Auctions.Api.Sessions;

/// <summary>
/// The body of <c>POST /sessions</c>; durations as <c>hh:mm:ss</c>. Every field is nullable, so that the answer can name
/// all the missing ones.
/// </summary>
internal sealed record SessionRequest
{
    /// <summary>1 to 200 characters.</summary>
    public string? Title { get; init; }

    /// <summary>When the first lot opens; at once by default.</summary>
    public DateTimeOffset? OpensAt { get; init; }

    /// <summary>Lots follow each other: each opens this long after the one before it closes. Either this or <see cref="Interval"/>.</summary>
    public TimeSpan? Gap { get; init; }

    /// <summary>Lots are staggered: each opens this long after the one before it opens.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>How long a lot is open, unless the lot has a duration itself.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The currency of a lot, unless the lot has a currency itself.</summary>
    public string? Currency { get; init; }

    /// <summary>The lots, in order.</summary>
    public IReadOnlyList<LotRequest?>? Lots { get; init; }

    /// <summary>The problems that can be found without looking at the values; empty if there are none.</summary>
    public IReadOnlyList<FieldProblem> Problems()
    {
        var problems = new List<FieldProblem>();
        if (Title is null)
            problems.Add(new("title", "is missing"));
        if (Gap is not null && Interval is not null)
            problems.Add(new("interval", "can't be combined with gap"));
        if (Gap is null && Interval is null)
            problems.Add(new("gap", "is missing; send a gap or an interval"));
        if (Lots is null)
            problems.Add(new("lots", "is missing"));
        for (var at = 0; at < Lots?.Count; at++)
        {
            if (Lots[at] is not { } lot)
                problems.Add(new($"lots[{at}]", "is missing"));
            else
                problems.AddRange(lot.Within(this).Problems().Select(problem => problem with { Field = $"lots[{at}].{problem.Field}" }));
        }

        return problems;
    }

    /// <summary>The terms; call it only if there are no <see cref="Problems"/>.</summary>
    public SessionTerms Terms() => new(Title!, OpensAt, Gap, Interval, [.. Lots!.Select(lot => lot!.Within(this).Terms())]);
}

/// <summary>One lot in the body of <c>POST /sessions</c>.</summary>
internal sealed record LotRequest : TermsRequest
{
    /// <summary>How long the lot is open, as <c>hh:mm:ss</c>; by default the session's duration.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The lot with the session's defaults in the place of what the lot itself leaves out.</summary>
    public LotRequest Within(SessionRequest session) =>
        this with { Duration = Duration ?? session.Duration, Currency = Currency ?? session.Currency };

    /// <inheritdoc/>
    public override List<FieldProblem> Problems()
    {
        var problems = base.Problems();
        Require(problems, Duration is not null, "duration");
        return problems;
    }

    /// <summary>The terms, without the hours, which the session plans; call it only if there are no <see cref="Problems"/>.</summary>
    public LotTerms Terms() => new(Terms(null, default), Duration!.Value);
}
