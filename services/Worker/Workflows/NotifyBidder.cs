using Auctions.Events;
using Auctions.Rules;
using Auctions.Views;
using Dapr.Workflow;

namespace Auctions.Worker.Workflows;

/// <summary>
/// The activity that tells a bidder the outcome of a raise whose steps kept failing. An accepted raise is decided all the same, by
/// the step of a later raise, by the sweep, or at the close; until then this activity fails and is retried.
/// </summary>
internal sealed class NotifyBidder(IAuctionReader reader, IEventPublisher publisher, IHostApplicationLifetime host)
    : WorkflowActivity<BidderToNotify, bool>
{
    /// <summary>Publishes the rejection, if the raise is rejected. Watchers hear of a bid by its own event.</summary>
    /// <exception cref="InvalidOperationException">The raise is not decided yet.</exception>
    public override async Task<bool> RunAsync(WorkflowActivityContext context, BidderToNotify input)
    {
        var outcome = await reader.CommandAsync(input.Command, host.ApplicationStopped);
        if (outcome is { Status: CommandView.Pending })
            throw new InvalidOperationException($"Raise {input.Command} is not decided yet; its bidder is told once it is.");
        // A raise that no auction has accepted is not decided any more.
        var reason = outcome is null ? Rejections.Failed : outcome.Reason;
        if (reason is not null)
            await publisher.PublishAsync(new RaiseRejectedEvent(input.Auction, input.Bidder, input.Command, reason), host.ApplicationStopped);
        return true;
    }
}

/// <summary>A raise whose bidder is told its outcome.</summary>
/// <param name="Auction">The auction's id.</param>
/// <param name="Bidder">The user id of the bidder.</param>
/// <param name="Command">The id of the raise.</param>
internal sealed record BidderToNotify(string Auction, string Bidder, string Command);
