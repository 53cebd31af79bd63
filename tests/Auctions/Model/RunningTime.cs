using Auctions.Rules;

namespace Auctions.Tests.Model;

/// <summary>
/// When an auction closes, worked out on a clock that stands still while the auction is paused, from the list of all pauses
/// and of all that moves the close.
/// </summary>
internal sealed class RunningTime(AuctionTerms terms)
{
    private readonly List<(DateTimeOffset From, DateTimeOffset? To)> _pauses = [];
    private readonly List<(DateTimeOffset At, bool IsHammer)> _moves = [];

    public bool IsPaused => _pauses is [.., (_, null)];

    public TimeSpan Paused => _pauses.Aggregate(TimeSpan.Zero, (sum, pause) => sum + ((pause.To ?? pause.From) - pause.From));

    public bool IsHammered => _moves.Any(move => move.IsHammer);

    public DateTimeOffset ClosesAt
    {
        get
        {
            var closes = terms.ClosesAt;
            var isHammered = false;
            foreach (var (at, isHammer) in _moves)
                if (isHammer)
                    (closes, isHammered) = (at, true);
                else if (terms.SoftClose is { } soft && !isHammered && at >= closes - soft.Window)
                    closes = Later(closes, Earlier(at + soft.Extension, terms.ClosesAt + (soft.MaxTotal ?? TimeSpan.FromDays(1))));
            return closes + Paused;
        }
    }

    public bool WasPausedAt(DateTimeOffset instant) => _pauses.Any(pause => instant >= pause.From && (pause.To is not { } to || instant < to));

    public void Bid(DateTimeOffset at) => _moves.Add((Running(at), false));

    public void Hammer(DateTimeOffset at) => _moves.Add((at - Paused, true));

    /// <summary>Begins a pause; not within one that is over.</summary>
    public DateTimeOffset Pause(DateTimeOffset at)
    {
        var from = _pauses is [.., (_, { } before)] ? Later(at, before) : at;
        _pauses.Add((from, null));
        return from;
    }

    public DateTimeOffset Resume(DateTimeOffset at)
    {
        var from = _pauses[^1].From;
        _pauses[^1] = (from, Later(at, from));
        return _pauses[^1].To!.Value;
    }

    /// <summary>What the clock that stands still in pauses showed at an instant.</summary>
    private DateTimeOffset Running(DateTimeOffset at) =>
        at - _pauses.Where(pause => pause.To <= at).Aggregate(TimeSpan.Zero, (sum, pause) => sum + (pause.To!.Value - pause.From));

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
