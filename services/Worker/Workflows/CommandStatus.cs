using System.Text.Json;
using Auctions.Bus;
using Auctions.Raising;
using Auctions.Rules;
using Auctions.Views;
using Dapr.Workflow;

namespace Auctions.Worker.Workflows;

/// <summary>Finds the status of a command, first in the auction's audit trail and then in the command's workflow.</summary>
internal sealed class CommandStatus(IAuctionReader reader, DaprWorkflowClient workflows, CommandCatalog catalog)
{
    /// <summary>Finds the status of a command; null where the command is unknown.</summary>
    /// <exception cref="Grpc.Core.RpcException">The sidecar or its store is away.</exception>
    public async ValueTask<CommandView?> FindAsync(string commandId, CancellationToken cancellation)
    {
        // A command that runs inline has no workflow, and a decided one may have a workflow that still notifies.
        if (await reader.CommandAsync(commandId, cancellation) is { } decided)
            return decided;
        if (CommandIds.AuctionOf(commandId) is null)
            return null;
        return await workflows.FindCommandAsync(commandId, withInput: true, cancellation) is { } state ? Of(commandId, state) : null;
    }

    private CommandView Of(string commandId, WorkflowState state)
    {
        var user = SenderOf(state);
        return state.RuntimeStatus switch
        {
            WorkflowRuntimeStatus.Completed => Of(commandId, user, state.ReadOutputAs<StepReport>(), state.WorkflowName),
            WorkflowRuntimeStatus.Failed => new(commandId, user, "failed", state.FailureDetails?.ErrorMessage ?? Rejections.Failed, null),
            WorkflowRuntimeStatus.Terminated or WorkflowRuntimeStatus.Canceled => new(commandId, user, "failed", "terminated", null),
            _ => new(commandId, user, "pending", null, null),
        };
    }

    private static CommandView Of(string commandId, string user, StepReport? report, string? command) => report switch
    {
        { Kind: OutcomeKind.Succeeded } => new(
            commandId, user, CommandView.Succeeded(command == CommandCatalog.NameOf<AuctionRaiseCommand>()), null, report.Seq),
        { Kind: OutcomeKind.Invalid, Problems: [var problem, ..] } => new(commandId, user, "rejected", $"invalid-{problem.Field}", null),
        _ => new(commandId, user, "rejected", report?.Reason, null),
    };

    private string SenderOf(WorkflowState state)
    {
        var input = JsonSerializer.SerializeToUtf8Bytes(state.ReadInputAs<JsonElement>());
        return catalog.Read(state.WorkflowName ?? "", input) is IAuctionCommand command ? command.Sender : "";
    }
}
