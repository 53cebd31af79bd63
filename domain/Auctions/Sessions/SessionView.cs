using System.Collections.Immutable;
using Auctions.Events;
using Auctions.Views;
using Auctions.Rules;

namespace Auctions.Sessions;

/// <summary>The public view of a session. It contains nothing hidden.</summary>
public sealed record SessionView : ILiveView
{
    /// <summary>The session's id.</summary>
    public required string Id { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>The user id of the seller.</summary>
    public required string Seller { get; init; }

    /// <summary><c>scheduled</c> until the first lot opens, <c>open</c>, and <c>closed</c> once the last is over.</summary>
    public required AuctionStatus Status { get; init; }

    /// <summary>The number of events so far, which is the seq of the last one.</summary>
    public required long Seq { get; init; }

    /// <summary>The time from the end of a lot to the opening of the next; null where lots are staggered.</summary>
    public TimeSpan? Gap { get; init; }

    /// <summary>The time from the opening of a lot to the opening of the next; null where lots follow each other.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>The number of lots that were sold.</summary>
    public required int Sold { get; init; }

    /// <summary>The lots, in order.</summary>
    public required ImmutableArray<LotView> Lots { get; init; }

    /// <summary>The server's time when the view was created.</summary>
    public required DateTimeOffset ServerTime { get; init; }

    ILiveView ILiveView.After(ISequenced happened) => SessionViews.Apply(this, happened);

    ILiveView ILiveView.At(DateTimeOffset now) => SessionViews.At(this, now);
}
