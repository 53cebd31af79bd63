using Auctions.Events;

namespace Auctions.Rules;

/// <summary>The effect of pauses on raises that were received before, during or between them.</summary>
internal static class Pausing
{
    // A raise is decided within seconds or minutes, and an auction is not paused more often in that time. The state must not
    // grow with the number of pauses.
    private const int MostRemembered = 8;

    /// <summary>Whether the auction was paused when a command was received.</summary>
    public static bool WasPausedAt(AuctionState state, DateTimeOffset receivedAt)
    {
        foreach (var pause in state.Pauses)
            if (pause.Contains(receivedAt))
                return true;
        return false;
    }

    /// <summary>
    /// The time of receipt, moved by the pauses since then. Pauses move the close, so the moved time is as far from the new
    /// close as the time of receipt was from the former one.
    /// </summary>
    public static DateTimeOffset Shifted(AuctionState state, DateTimeOffset receivedAt)
    {
        var shifted = receivedAt.ToUniversalTime();
        foreach (var pause in state.Pauses)
            if (pause.To is { } to && receivedAt < pause.From)
                shifted += to - pause.From;
        return shifted;
    }

    /// <summary>Pauses the auction: from the time of receipt, or from the end of the former pause where that is later.</summary>
    public static AuctionState Begin(AuctionState open, DateTimeOffset receivedAt)
    {
        var from = open.Pauses is [.., { To: { } end }] && end > receivedAt ? end : receivedAt.ToUniversalTime();
        var remembered = open.Pauses.Length < MostRemembered ? open.Pauses : open.Pauses.RemoveAt(0);
        return open with { Status = AuctionStatus.Paused, Pauses = remembered.Add(new(from, null)) };
    }

    /// <summary><see cref="Begin"/> with the event.</summary>
    public static (AuctionState State, AuctionPausedEvent Paused) Paused(AuctionState open, DateTimeOffset from, string? reason)
    {
        var paused = Begin(open, from) with { Seq = open.Seq + 1, PauseReason = reason };
        return (paused, new AuctionPausedEvent(paused.Id, paused.Seq, paused.Pauses[^1].From) { Reason = reason });
    }

    /// <summary>Resumes the auction and moves the close by the length of the pause.</summary>
    public static AuctionState End(AuctionState paused, DateTimeOffset receivedAt)
    {
        var pause = paused.Pauses[^1];
        var to = receivedAt > pause.From ? receivedAt.ToUniversalTime() : pause.From;
        return paused with
        {
            Status = AuctionStatus.Open,
            IsHeld = false,
            PauseReason = null,
            Pauses = paused.Pauses.SetItem(paused.Pauses.Length - 1, pause with { To = to }),
            PausedFor = paused.PausedFor + (to - pause.From),
            ClosesAt = paused.ClosesAt + (to - pause.From),
        };
    }
}
