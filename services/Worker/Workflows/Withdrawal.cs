using System.Text.Json;
using Dapr.Workflow;

namespace Auctions.Worker.Workflows;

/// <summary>
/// The input of the workflow that holds the id of a withdrawn command. A try that Api received by <paramref name="Until"/>
/// takes no effect any more; one that it received later is the command sent again.
/// </summary>
/// <param name="Until">When the command was withdrawn, or when Api received it where Api's clock is ahead.</param>
internal sealed record Withdrawal(DateTimeOffset Until)
{
    /// <summary>Up to when the tries of a command are withdrawn.</summary>
    public static DateTimeOffset UntilOf(WorkflowState withdrawn)
    {
        try
        {
            if (withdrawn.ReadInputAs<Withdrawal>() is { } withdrawal && withdrawal.Until != default)
                return withdrawal.Until;
        }
        catch (JsonException)
        {
            // An older version wrote another input.
        }

        return withdrawn.CreatedAt;
    }
}

/// <summary>
/// The workflow that holds the id of a withdrawn command. It runs for as long as it holds the id, for daprd gives the id of
/// an ended workflow to the next one.
/// </summary>
internal sealed class WithdrawnCommand : Workflow<Withdrawal, bool>
{
    /// <summary>How long the id is held. No call is under way for longer.</summary>
    public static readonly TimeSpan HeldFor = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public override async Task<bool> RunAsync(WorkflowContext context, Withdrawal input)
    {
        await context.CreateTimer(HeldFor);
        return true;
    }
}
