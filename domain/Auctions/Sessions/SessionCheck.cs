using Auctions.Bus;
using Auctions.Lifecycle;

namespace Auctions.Sessions;

/// <summary>Checks the terms of a session. Problems name the fields as they are in the seller's request.</summary>
internal static class SessionCheck
{
    public static void Check(List<FieldProblem> problems, string session, SessionTerms? terms, DateTimeOffset receivedAt)
    {
        if (terms is null)
        {
            problems.Add(new("terms", "is required"));
            return;
        }

        TermsCheck.CheckTitle(problems, terms.Title);
        CheckPauses(problems, terms);
        if (terms.OpensAt - receivedAt > TimeSpan.FromDays(TermsCheck.MostDays))
            problems.Add(new("opensAt", $"must be at most {TermsCheck.MostDays} days ahead"));
        if (terms.Lots is not { Count: >= 1 and <= SessionTerms.MostLots })
            problems.Add(new("lots", $"must have 1 to {SessionTerms.MostLots} lots"));
        else if (problems.Count == 0)
            CheckLots(problems, session, terms, receivedAt);
    }

    private static void CheckPauses(List<FieldProblem> problems, SessionTerms terms)
    {
        if (terms.Gap is null == terms.Interval is null)
            problems.Add(new("gap", "must be given, or else interval: lots follow each other, or are staggered"));
        if (terms.Gap < TimeSpan.Zero || terms.Gap > SessionTerms.LongestPause)
            problems.Add(new("gap", "must be 0 to 24 hours"));
        if (terms.Interval <= TimeSpan.Zero || terms.Interval > SessionTerms.LongestPause)
            problems.Add(new("interval", "must be above 0 and at most 24 hours"));
    }

    private static void CheckLots(List<FieldProblem> problems, string session, SessionTerms terms, DateTimeOffset receivedAt)
    {
        var longest = TimeSpan.FromDays(TermsCheck.MostDays);
        for (var at = 0; at < terms.Lots.Count; at++)
            if (terms.Lots[at] is not { Duration.Ticks: > 0 } lot || lot.Duration > longest)
                problems.Add(new($"lots[{at}].duration", $"must be above 0 and at most {TermsCheck.MostDays} days"));
        if (problems.Count > 0)
            return;

        var number = 0;
        foreach (var lot in SessionPlan.Lots(session, terms, receivedAt))
        {
            var found = new List<FieldProblem>();
            TermsCheck.Check(found, lot, receivedAt);

            // A lot's close follows from the durations, so a problem of the close is reported for the duration.
            problems.AddRange(found.Select(problem =>
                problem with { Field = $"lots[{number}].{(problem.Field == "closesAt" ? "duration" : problem.Field)}" }));
            number++;
        }
    }
}
