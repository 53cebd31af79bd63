using Auctions.Events;

namespace Auctions.Views;

/// <summary>A view that clients follow live: each event of its history brings it up to date.</summary>
public interface ILiveView
{
    /// <summary>The seq of the last event that the view includes.</summary>
    long Seq { get; }

    /// <summary>The view after an event; the same object where the view already includes it.</summary>
    ILiveView After(ISequenced happened);

    /// <summary>The view at a later instant, if no event happens until then.</summary>
    ILiveView At(DateTimeOffset now);
}
