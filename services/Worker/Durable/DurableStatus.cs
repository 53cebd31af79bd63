using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Reading;
using Auctions.Rules;
using Dapr.Workflow;

namespace Auctions.Worker.Durable;

/// <summary>What has become of a command: what the auction's audit trail says, or else its workflow.</summary>
internal sealed class DurableStatus(IAuctionReader reader, DaprWorkflowClient workflows)
{
    /// <summary>What is known of a command; null where nothing is.</summary>
    public async ValueTask<CommandView?> FindAsync(string commandId, CancellationToken cancellation)
    {
        if (await reader.CommandAsync(commandId, cancellation) is { } decided)
            return decided;
        if (CommandIds.AuctionOf(commandId) is null)
            return null;
        return await workflows.FindTakenAsync(commandId, withInput: true, cancellation) is { } state ? Of(commandId, state) : null;
    }

    private static CommandView Of(string commandId, WorkflowState state)
    {
        var user = state.ReadInputAs<Sender>()?.Name ?? "";
        return state.RuntimeStatus switch
        {
            WorkflowRuntimeStatus.Completed => Of(commandId, user, state.ReadOutputAs<StepReport>(), Accepted(state.WorkflowName)),
            WorkflowRuntimeStatus.Failed => new(commandId, user, "failed", state.FailureDetails?.ErrorMessage ?? Rejections.Failed, null),
            WorkflowRuntimeStatus.Terminated or WorkflowRuntimeStatus.Canceled => new(commandId, user, "failed", "terminated", null),
            _ => new(commandId, user, "pending", null, null),
        };
    }

    // Decided, and not in the audit trail: an outcome that changes nothing, as of an auction that isn't there.
    private static CommandView Of(string commandId, string user, StepReport? report, string accepted) => report switch
    {
        { Kind: OutcomeKind.Succeeded } => new(commandId, user, accepted, null, report.Seq),
        { Kind: OutcomeKind.Invalid, Problems: [var problem, ..] } => new(commandId, user, "rejected", $"invalid-{problem.Field}", null),
        _ => new(commandId, user, "rejected", report?.Reason, null),
    };

    private static string Accepted(string? command) => command == CommandCatalog.NameOf<AuctioneerCommand>() ? "done" : "raised";

    /// <summary>Whose command it is, whatever the command.</summary>
    private sealed record Sender(string? Bidder, string? Seller, string? User)
    {
        public string? Name => Bidder ?? Seller ?? User;
    }
}
