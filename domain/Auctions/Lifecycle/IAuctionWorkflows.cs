namespace Auctions.Lifecycle;

/// <summary>
/// The workflows that open and close auctions and call lots at their hours. A workflow that is scheduled runs until its auction
/// or session is over, even if processes die meanwhile.
/// </summary>
public interface IAuctionWorkflows
{
    /// <summary>Schedules the workflow of an auction, unless it has one.</summary>
    ValueTask ScheduleAsync(string auction, CancellationToken cancellation);

    /// <summary>Notifies the workflow that the auction has changed. Does nothing where the workflow has ended.</summary>
    ValueTask NotifyAsync(string auction, CancellationToken cancellation);

    /// <summary>Schedules the workflow of a session, unless it has one.</summary>
    ValueTask ScheduleSessionAsync(string session, CancellationToken cancellation);

    /// <summary>Notifies the workflow that a lot of the session has changed. Does nothing where the workflow has ended.</summary>
    ValueTask NotifySessionAsync(string session, CancellationToken cancellation);
}
