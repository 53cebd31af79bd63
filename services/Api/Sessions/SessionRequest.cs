using Auctions.Bus;
using Auctions.Sessions;

namespace Auctions.Api.Sessions;

/// <summary>
/// The body of <c>POST /sessions</c>. Everything is optional here, so that what is missing can be named. Durations as
/// <c>hh:mm:ss</c>.
/// </summary>
internal sealed record SessionRequest
{
    /// <summary>1 to 200 characters.</summary>
    public string? Title { get; init; }

    /// <summary>When the first lot opens; at once by default.</summary>
    public DateTimeOffset? OpensAt { get; init; }

    /// <summary>Lots follow each other: each opens so long after the close of the one before.</summary>
    public TimeSpan? Gap { get; init; }

    /// <summary>Lots are staggered: each opens so long after the opening of the one before.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>How long a lot is open that doesn't say it itself.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The currency of a lot that doesn't name its own.</summary>
    public string? Currency { get; init; }

    /// <summary>The lots, in order.</summary>
    public IReadOnlyList<LotRequest?>? Lots { get; init; }

    /// <summary>What can't be right before anybody looks at the values.</summary>
    public IReadOnlyList<FieldProblem> Problems()
    {
        var problems = new List<FieldProblem>();
        if (Title is null)
            problems.Add(new("title", "is missing"));
        if (Gap is not null && Interval is not null)
            problems.Add(new("interval", "can't be given beside gap"));
        if (Gap is null && Interval is null)
            problems.Add(new("gap", "is missing, or else interval"));
        if (Lots is null)
            problems.Add(new("lots", "is missing"));
        for (var at = 0; at < Lots?.Count; at++)
            if (Lots[at] is not { } lot)
                problems.Add(new($"lots[{at}]", "is missing"));
            else
                problems.AddRange(lot.Within(this).Problems().Select(problem => problem with { Field = $"lots[{at}].{problem.Field}" }));
        return problems;
    }

    /// <summary>The terms; only where there are no <see cref="Problems"/>.</summary>
    public SessionTerms Terms() => new(Title!, OpensAt, Gap, Interval, [.. Lots!.Select(lot => lot!.Within(this).Terms())]);
}
