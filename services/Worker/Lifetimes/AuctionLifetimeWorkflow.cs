using Auctions.Lifetime;
using Auctions.Rules;
using Dapr.Workflow;

namespace Auctions.Worker.Lifetimes;

/// <summary>
/// The workflow of every auction's life: it opens at its hour, closes at its hour, after the grace for the raises that
/// were received in time, and everybody is told (<see cref="Rounds"/>).
/// </summary>
internal sealed class AuctionLifetimeWorkflow : Workflow<string, AuctionStatus>
{
    /// <summary>The workflow's name, as it is stored.</summary>
    public const string Name = "AuctionLifetime";

    /// <summary>The id of an auction's workflow: no command's, for it has no dot.</summary>
    public static string IdOf(string auction) => $"lifetime-{auction}";

    /// <summary>Follows an auction until it is over.</summary>
    public override async Task<AuctionStatus> RunAsync(WorkflowContext context, string input) =>
        (await Rounds.MakeAsync<LifetimeStep>(context, nameof(AdvanceAuction), input, step => (step.IsOver, step.DueAt))).Status;
}
