namespace Auctions.Lifecycle;

/// <summary>
/// The workflows that open, close and call auctions and sessions at their hours. Scheduled, a workflow runs until the
/// auction or session is over, whichever process dies meanwhile.
/// </summary>
public interface IAuctionWorkflows
{
    /// <summary>Schedules the workflow of an auction, unless it has one.</summary>
    ValueTask ScheduleAsync(string auction, CancellationToken cancellation);

    /// <summary>Tells the workflow that the auction's hours have changed. Nothing happens where the auction is over.</summary>
    ValueTask NotifyAsync(string auction, CancellationToken cancellation);

    /// <summary>Schedules the workflow of a session, unless it has one.</summary>
    ValueTask ScheduleSessionAsync(string session, CancellationToken cancellation);

    /// <summary>Tells the workflow that a lot of the session has changed. Nothing happens where the session is over.</summary>
    ValueTask NotifySessionAsync(string session, CancellationToken cancellation);
}
