using Dapr.Workflow;

namespace Auctions.Worker.Durable;

/// <summary>
/// The workflow that holds the id of a command that was withdrawn. It has to run as long as it holds the id: daprd gives
/// that of one that has ended to the next.
/// </summary>
internal sealed class WithdrawnCommand : Workflow<Withdrawal, bool>
{
    /// <summary>How long the id is held: no call is on its way for longer.</summary>
    public static readonly TimeSpan HeldFor = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public override async Task<bool> RunAsync(WorkflowContext context, Withdrawal input)
    {
        await context.CreateTimer(HeldFor);
        return true;
    }
}
