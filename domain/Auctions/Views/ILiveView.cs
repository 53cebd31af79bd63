using Auctions.Events;

namespace Auctions.Views;

/// <summary>What can be followed live: a view that the events of its history lead on from.</summary>
public interface ILiveView
{
    /// <summary>The seq of the last event that is in it.</summary>
    long Seq { get; }

    /// <summary>The view after an event; the same where it has seen it.</summary>
    ILiveView After(ISequenced happened);

    /// <summary>The view as time has left it, at a later instant and without an event.</summary>
    ILiveView At(DateTimeOffset now);
}
