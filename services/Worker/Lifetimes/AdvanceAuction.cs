using Auctions.Lifetime;
using Dapr.Workflow;

namespace Auctions.Worker.Lifetimes;

/// <summary>The activity that does what is due in an auction's life.</summary>
internal sealed class AdvanceAuction(AuctionLifetime lifetime, IHostApplicationLifetime host) : WorkflowActivity<string, LifetimeStep>
{
    /// <inheritdoc/>
    public override Task<LifetimeStep> RunAsync(WorkflowActivityContext context, string input) =>
        lifetime.AdvanceAsync(input, host.ApplicationStopped);
}
