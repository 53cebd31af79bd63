using System.Text.Json;
using Auctions.Bus;
using Auctions.Raising;
using Auctions.Rules;
using Auctions.Views;
using Dapr.Workflow;

namespace Auctions.Worker.Workflows;

/// <summary>Finds the status of a command in its workflow, which is kept for a while after its end.</summary>
internal sealed class CommandStatus(DaprWorkflowClient workflows, CommandCatalog catalog) : IUndecidedCommands
{
    /// <inheritdoc/>
    /// <exception cref="Grpc.Core.RpcException">The sidecar or its store is away.</exception>
    public async ValueTask<CommandView?> FindAsync(string commandId, CancellationToken cancellation) =>
        await workflows.FindCommandAsync(commandId, withInput: true, cancellation) is { } state ? Of(commandId, state) : null;

    private CommandView Of(string commandId, WorkflowState state)
    {
        var user = SenderOf(state);
        return state.RuntimeStatus switch
        {
            WorkflowRuntimeStatus.Completed => Of(commandId, user, state.ReadOutputAs<StepReport>()?.Outcome, state.WorkflowName),
            WorkflowRuntimeStatus.Failed => new(commandId, user, "failed", state.FailureDetails?.ErrorMessage ?? Rejections.Failed, null),
            WorkflowRuntimeStatus.Terminated or WorkflowRuntimeStatus.Canceled => new(commandId, user, "failed", "terminated", null),
            _ => new(commandId, user, "pending", null, null),
        };
    }

    private static CommandView Of(string commandId, string user, Outcome? outcome, string? command) => outcome switch
    {
        { Kind: OutcomeKind.Succeeded } => new(
            commandId, user, CommandView.Succeeded(command == CommandCatalog.NameOf<AuctionRaiseCommand>()), null, outcome.Seq),
        { Kind: OutcomeKind.Invalid, Problems: [var problem, ..] } => new(commandId, user, "rejected", $"invalid-{problem.Field}", null),
        _ => new(commandId, user, "rejected", outcome?.Reason, null),
    };

    private string SenderOf(WorkflowState state)
    {
        var input = JsonSerializer.SerializeToUtf8Bytes(state.ReadInputAs<JsonElement>());
        return catalog.Read(state.WorkflowName ?? "", input) is IAuctionCommand command ? command.Sender : "";
    }
}
