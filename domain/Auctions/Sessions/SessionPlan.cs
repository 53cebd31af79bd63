using Auctions.Rules;

namespace Auctions.Sessions;

/// <summary>
/// Plans when the lots of a session open and close. Staggered lots have fixed hours from the start. Of lots that follow each
/// other, only the first has fixed hours; the hours of the others are estimates until they are called.
/// </summary>
internal static class SessionPlan
{
    /// <summary>The terms of the lots as auctions.</summary>
    /// <param name="session">The session's id.</param>
    /// <param name="terms">The seller's terms.</param>
    /// <param name="receivedAt">When the command was received. A session whose opening is earlier opens at once.</param>
    public static IEnumerable<AuctionTerms> Lots(string session, SessionTerms terms, DateTimeOffset receivedAt)
    {
        var opensAt = (terms.OpensAt is { } later && later > receivedAt ? later : receivedAt).ToUniversalTime();
        for (var at = 0; at < terms.Lots.Count; at++)
        {
            var (lot, duration) = terms.Lots[at];
            yield return lot with
            {
                OpensAt = opensAt,
                ClosesAt = opensAt + duration,
                Session = new SessionPlace(session, at + 1, AwaitsTurn: at > 0 && terms.Interval is null),
            };
            opensAt += terms.Interval ?? (duration + terms.Gap!.Value);
        }
    }

    /// <summary>The id of a lot as an auction.</summary>
    public static string AuctionOf(string session, int lot) => FormattableString.Invariant($"{session}-{lot}");
}
