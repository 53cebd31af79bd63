using Auctions.Store;

namespace Auctions.Ordering;

/// <summary>
/// Schedules the workflows of accepted commands whose worker died or stalls before it did so. Only a command's workflow tells the
/// sender of a rejection.
/// </summary>
/// <param name="store">Notes which workflows are scheduled.</param>
/// <param name="documents">The store, which has the sealed decisions.</param>
/// <param name="workflows">Schedules a workflow.</param>
public sealed class UnscheduledCommands(AuctionStore store, IDocuments documents, IOrderedWorkflows workflows)
{
    /// <summary>Schedules the workflows of a head's unscheduled commands.</summary>
    /// <param name="head">The head.</param>
    /// <param name="which">Whether to schedule the workflow of the command with an id.</param>
    /// <param name="cancellation">Cancels the work; what is scheduled by then stays scheduled.</param>
    public async ValueTask ScheduleAsync(AuctionHead head, Func<string, bool> which, CancellationToken cancellation)
    {
        var auction = head.State.Id;
        foreach (var command in store.FindUnscheduled(head).Where(which))
        {
            if ((head.FindPending(command) ?? await Decisions.FindAsync(documents, head, command, cancellation)) is { } accepted)
                await workflows.ScheduleAsync(auction, accepted, cancellation);
            store.NoteScheduled(auction, command);
        }
    }
}
