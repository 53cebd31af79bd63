using Auctions.Events;
using Auctions.Views;

namespace Auctions.Pusher.Watching;

/// <summary>
/// What is known of one auction or session: its view, the events that led there as far as they are kept, and those that came before
/// their turn. Deliveries are at least once and in any order; what leaves here is in order, each once. For one caller.
/// </summary>
/// <param name="keptEvents">The most events to keep, and the most that may wait for their turn.</param>
internal sealed class StreamHistory(int keptEvents)
{
    private readonly Dictionary<long, SharedEvent> _held = [];
    private readonly Queue<byte[]> _kept = new();

    /// <summary>The view after the last event that was its turn; null until the first <see cref="Adopt"/>.</summary>
    public ILiveView? View { get; private set; }

    /// <summary>Whether events wait for one that hasn't come.</summary>
    public bool HasGap => View is not null && _held.Count > 0;

    /// <summary>Takes an event in, unless it is old, here already, or too many wait (the gap is seen all the same).</summary>
    public void Offer(long seq, SharedEvent shared)
    {
        if (seq > (View?.Seq ?? 0) && _held.Count < keptEvents)
            _held.TryAdd(seq, shared);
    }

    /// <summary>The next event whose turn it is, if it has come. Called until there is none.</summary>
    public bool TryAdvance(out SharedEvent next)
    {
        next = null!;
        if (View is null || !_held.Remove(View.Seq + 1, out var shared))
            return false;
        next = shared;
        View = View.After((ISequenced)shared.Happened);
        if (_kept.Count == keptEvents)
            _kept.Dequeue();
        _kept.Enqueue(shared.Json);
        return true;
    }

    /// <summary>Takes the store's view, unless it is older than what is known. Events between the two count as seen.</summary>
    public void Adopt(ILiveView view)
    {
        if (View is not null && view.Seq < View.Seq)
            return;
        if (View is null || view.Seq > View.Seq)
            _kept.Clear();
        View = view;
        foreach (var seq in _held.Keys)
            if (seq <= view.Seq)
                _held.Remove(seq);
    }

    /// <summary>The events after a seq; null where they are not all kept, or the seq is above what is known.</summary>
    public byte[][]? After(long seq)
    {
        var missed = View!.Seq - seq;
        return missed < 0 || missed > _kept.Count ? null : [.. _kept.Skip(_kept.Count - (int)missed)];
    }
}
