using Auctions.Events;
using Auctions.Pusher.Frames;
using Auctions.Views;

namespace Auctions.Pusher.Watching;

/// <summary>
/// What this pusher knows of one auction or session: its view, the last events before it, and events that were delivered
/// before their turn. Events are delivered at least once and in any order; they leave here once and in order. Not thread-safe.
/// </summary>
/// <param name="keptEvents">The most past events to keep, and the most events that may wait for their turn.</param>
internal sealed class StreamHistory(int keptEvents)
{
    private readonly Dictionary<long, SharedEvent> _held = [];
    private readonly Queue<byte[]> _kept = new();

    /// <summary>The view after the last event in order; null until the first <see cref="Adopt"/>.</summary>
    public ILiveView? View { get; private set; }

    /// <summary>Whether events wait for one that hasn't been delivered.</summary>
    public bool HasGap => View is not null && _held.Count > 0;

    /// <summary>Adds an event, unless it is old, is here already, or too many others wait. If too many wait, there is a gap anyway.</summary>
    public void Offer(long seq, SharedEvent shared)
    {
        if (seq > (View?.Seq ?? 0) && _held.Count < keptEvents)
            _held.TryAdd(seq, shared);
    }

    /// <summary>Takes the next event in order. Returns false where that event has not been delivered yet.</summary>
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

    /// <summary>Goes on from the store's view, unless that view is older than this one. Events up to it are no longer waited for.</summary>
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

    /// <summary>The events after a seq; null where not all of them are kept, or where the seq is above the view's.</summary>
    public byte[][]? After(long seq)
    {
        var missed = View!.Seq - seq;
        return missed < 0 || missed > _kept.Count ? null : [.. _kept.Skip(_kept.Count - (int)missed)];
    }
}
