using Auctions.Store;

namespace Auctions.Ordering;

/// <summary>The workflows that run the steps of accepted commands.</summary>
public interface IOrderedWorkflows
{
    /// <summary>Schedules the workflow of an accepted command, unless it has one.</summary>
    /// <param name="auction">The auction's id.</param>
    /// <param name="accepted">The command, as the head keeps it; it may be decided.</param>
    /// <param name="cancellation">Cancels the call; whether the workflow is scheduled is then unknown.</param>
    ValueTask ScheduleAsync(string auction, DecisionRecord accepted, CancellationToken cancellation);
}
