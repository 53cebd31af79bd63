using Auctions.Bus;
using Auctions.Rules;

namespace Auctions.Lifetime;

/// <summary>Checks what a seller asks for. Names every field that is wrong as the seller wrote it.</summary>
internal static class TermsCheck
{
    private const int MostTitleCharacters = 200;
    private const int MostDays = 366;

    public static void Check(List<FieldProblem> problems, AuctionTerms? terms, DateTimeOffset receivedAt)
    {
        if (terms is null)
        {
            problems.Add(new("terms", "is required"));
            return;
        }

        if (string.IsNullOrWhiteSpace(terms.Title) || terms.Title.Length > MostTitleCharacters)
            problems.Add(new("title", $"must have 1 to {MostTitleCharacters} characters, not only blanks"));

        var decimals = terms.Currency is null ? null : Currencies.DecimalsOf(terms.Currency);
        if (decimals is null)
            problems.Add(new("currency", "must be an ISO 4217 code in capital letters, for example EUR"));
        if (Money.Problem(terms.StartingPrice, decimals ?? Currencies.MostDecimals) is { } problem)
            problems.Add(new("startingPrice", problem));
        if (terms.Increments is not null)
            CheckIncrements(problems, terms.Increments, decimals ?? Currencies.MostDecimals);
        CheckTimes(problems, terms, receivedAt);
    }

    private static void CheckIncrements(List<FieldProblem> problems, IReadOnlyList<IncrementBand> bands, int decimals)
    {
        if (bands.Count is 0 or > Increments.MostBands)
        {
            problems.Add(new("increments", $"must have 1 to {Increments.MostBands} bands"));
            return;
        }

        for (var at = 0; at < bands.Count; at++)
        {
            var (from, step) = bands[at];
            if (at == 0 && from != 0)
                problems.Add(new("increments[0].from", "must be 0"));
            else if (at > 0 && from <= bands[at - 1].From)
                problems.Add(new($"increments[{at}].from", "must be above that of the band before"));
            else if (at > 0 && Money.Problem(from, decimals) is { } wrongFrom)
                problems.Add(new($"increments[{at}].from", wrongFrom));
            if (Money.Problem(step, decimals) is { } wrongStep)
                problems.Add(new($"increments[{at}].step", wrongStep));
        }
    }

    private static void CheckTimes(List<FieldProblem> problems, AuctionTerms terms, DateTimeOffset receivedAt)
    {
        if (terms.ClosesAt <= receivedAt)
            problems.Add(new("closesAt", "must be in the future"));
        else if (terms.OpensAt is { } opensAt && terms.ClosesAt <= opensAt)
            problems.Add(new("closesAt", "must be after opensAt"));
        else if (terms.ClosesAt - receivedAt > TimeSpan.FromDays(MostDays))
            problems.Add(new("closesAt", $"must be at most {MostDays} days ahead"));
    }
}
