namespace Auctions.Rules;

/// <summary>What the pauses of an auction mean for what was received before, in or between them.</summary>
internal static class Pausing
{
    // What was received is worked off within seconds or minutes; nobody pauses more often in that time. An auction that is
    // paused ever again must not grow by it.
    private const int MostRemembered = 8;

    /// <summary>Whether it was paused when something was received.</summary>
    public static bool Holds(AuctionState state, DateTimeOffset receivedAt)
    {
        foreach (var pause in state.Pauses)
            if (pause.Holds(receivedAt))
                return true;
        return false;
    }

    /// <summary>
    /// When something would have been received if the pauses since then had come before it: as far from the close, which they
    /// have moved, as it was then.
    /// </summary>
    public static DateTimeOffset Shifted(AuctionState state, DateTimeOffset receivedAt)
    {
        var shifted = receivedAt.ToUniversalTime();
        foreach (var pause in state.Pauses)
            if (pause.To is { } to && receivedAt < pause.From)
                shifted += to - pause.From;
        return shifted;
    }

    /// <summary>The auction paused: from the end of the pause before, where that was received to end later.</summary>
    public static AuctionState Begin(AuctionState open, DateTimeOffset receivedAt)
    {
        var from = open.Pauses is [.., { To: { } end }] && end > receivedAt ? end : receivedAt.ToUniversalTime();
        var remembered = open.Pauses.Length < MostRemembered ? open.Pauses : open.Pauses.RemoveAt(0);
        return open with { Status = AuctionStatus.Paused, Pauses = remembered.Add(new(from, null)) };
    }

    /// <summary>The auction resumed: what time was left is left.</summary>
    public static AuctionState End(AuctionState paused, DateTimeOffset receivedAt)
    {
        var pause = paused.Pauses[^1];
        var to = receivedAt > pause.From ? receivedAt.ToUniversalTime() : pause.From;
        return paused with
        {
            Status = AuctionStatus.Open,
            Pauses = paused.Pauses.SetItem(paused.Pauses.Length - 1, pause with { To = to }),
            PausedFor = paused.PausedFor + (to - pause.From),
            ClosesAt = paused.ClosesAt + (to - pause.From),
        };
    }
}
