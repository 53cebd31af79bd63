using Auctions.Lifecycle;
using Dapr.Workflow;

namespace Auctions.Worker.Schedules;

/// <summary>
/// The workflow of every auction. It opens the auction at its hour, and closes it at its hour plus the grace for raises that were
/// received in time.
/// </summary>
internal sealed class AuctionWorkflow : Workflow<string, AuctionStatus>
{
    /// <summary>The workflow's name. Running workflows are stored under it, so it never changes.</summary>
    public const string Name = "AuctionLifetime";

    /// <summary>The id of an auction's workflow. It has no dot, so it is never the id of a command.</summary>
    public static string IdOf(string auction) => $"lifetime-{auction}";

    /// <summary>Follows an auction until it is over.</summary>
    public override async Task<AuctionStatus> RunAsync(WorkflowContext context, string input) =>
        (await DueWork.RunUntilOverAsync<AuctionStep>(context, nameof(AdvanceAuction), input)).Status;
}

/// <summary>The activity that opens or closes an auction when it is due.</summary>
internal sealed class AdvanceAuction(AuctionSchedule schedule, IHostApplicationLifetime host) : WorkflowActivity<string, AuctionStep>
{
    /// <inheritdoc/>
    public override Task<AuctionStep> RunAsync(WorkflowActivityContext context, string input) =>
        schedule.AdvanceAsync(input, host.ApplicationStopped);
}
