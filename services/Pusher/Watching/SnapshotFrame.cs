using Auctions.Pusher.Frames;
using Auctions.Views;

namespace Auctions.Pusher.Watching;

/// <summary>The snapshot of one view as bytes, made once for all clients that join within a moment. Not thread-safe.</summary>
/// <param name="age">How old its <c>serverTime</c> may get.</param>
/// <param name="time">The clock of <c>serverTime</c>.</param>
internal sealed class SnapshotFrame(TimeSpan age, TimeProvider time)
{
    private byte[] _frame = [];
    private ILiveView? _view;
    private DateTimeOffset _madeAt;

    public byte[] Of(ILiveView view)
    {
        var now = time.GetUtcNow();
        if (ReferenceEquals(_view, view) && now - _madeAt < age)
            return _frame;
        _frame = ServerFrames.Snapshot(view.At(now));
        _view = view;
        _madeAt = now;
        return _frame;
    }
}
