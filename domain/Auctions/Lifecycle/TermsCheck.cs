using Auctions.Bus;
using Auctions.Rules;

namespace Auctions.Lifecycle;

/// <summary>Checks the terms of an auction. Problems name the fields as they are in the seller's request.</summary>
internal static class TermsCheck
{
    /// <summary>The most days between the receipt of the command and the close.</summary>
    public const int MostDays = 366;

    private const int MostTitleCharacters = 200;

    public static void Check(List<FieldProblem> problems, AuctionTerms? terms, DateTimeOffset receivedAt)
    {
        if (terms is null)
        {
            problems.Add(new("terms", "is required"));
            return;
        }

        CheckTitle(problems, terms.Title);
        var decimals = terms.Currency is null ? null : Currencies.DecimalsOf(terms.Currency);
        if (decimals is null)
            problems.Add(new("currency", "must be an ISO 4217 code in capital letters, for example EUR"));
        if (Money.Problem(terms.StartingPrice, decimals ?? Currencies.MostDecimals) is { } problem)
            problems.Add(new("startingPrice", problem));
        if (terms.Increments is not null)
            CheckIncrements(problems, terms.Increments, decimals ?? Currencies.MostDecimals);
        CheckPrices(problems, terms, decimals ?? Currencies.MostDecimals);
        CheckTimes(problems, terms, receivedAt);
        CheckSoftClose(problems, terms, receivedAt);
    }

    public static void CheckTitle(List<FieldProblem> problems, string? title)
    {
        if (string.IsNullOrWhiteSpace(title) || title.Length > MostTitleCharacters)
            problems.Add(new("title", $"must have 1 to {MostTitleCharacters} characters, not only blanks"));
    }

    // The reserve is hidden, so no problem may state its value.
    private static void CheckPrices(List<FieldProblem> problems, AuctionTerms terms, int decimals)
    {
        if (terms.ReservePrice is { } reserve)
        {
            if (Money.Problem(reserve, decimals) is { } problem)
                problems.Add(new("reservePrice", problem));
            else if (reserve < terms.StartingPrice)
                problems.Add(new("reservePrice", "must be the starting price at least"));
        }

        if (!Enum.IsDefined(terms.BuyNowUntil))
            problems.Add(new("buyNowUntil", "must be priceReached or firstBid"));
        if (terms.BuyNowPrice is not { } buyNow)
            return;
        if (Money.Problem(buyNow, decimals) is { } wrong)
            problems.Add(new("buyNowPrice", wrong));
        else if (buyNow < terms.StartingPrice)
            problems.Add(new("buyNowPrice", "must be the starting price at least"));
        else if (buyNow < terms.ReservePrice)
            problems.Add(new("buyNowPrice", "must be the reserve price at least"));
    }

    private static void CheckSoftClose(List<FieldProblem> problems, AuctionTerms terms, DateTimeOffset receivedAt)
    {
        if (terms.SoftClose is not { } softClose)
            return;
        var most = TimeSpan.FromDays(MostDays);
        var opensAt = terms.OpensAt is { } later && later > receivedAt ? later : receivedAt;
        if (softClose.Window <= TimeSpan.Zero || softClose.Window > most)
            problems.Add(new("softClose.window", $"must be above 0 and at most {MostDays} days"));
        else if (terms.ClosesAt > opensAt && softClose.Window > terms.ClosesAt - opensAt)
            problems.Add(new("softClose.window", "must not be longer than the auction"));
        if (softClose.Extension <= TimeSpan.Zero || softClose.Extension > most)
            problems.Add(new("softClose.extension", $"must be above 0 and at most {MostDays} days"));
        if (softClose.MaxTotal is { } total && (total <= TimeSpan.Zero || total > most))
            problems.Add(new("softClose.maxTotal", $"must be above 0 and at most {MostDays} days"));
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
