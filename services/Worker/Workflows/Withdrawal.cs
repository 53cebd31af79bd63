using System.Text.Json;
using Dapr.Workflow;

namespace Auctions.Worker.Workflows;

/// <summary>
/// The input of the workflow that holds the id of a withdrawn command. A try that Api received by <paramref name="Until"/> is
/// withdrawn. A later try is the command sent again.
/// </summary>
/// <param name="Until">When the command was withdrawn; when Api received it, where Api's clock is ahead.</param>
internal sealed record Withdrawal(DateTimeOffset Until)
{
    /// <summary>The time of receipt up to which the tries of a command are withdrawn.</summary>
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
/// The workflow that holds the id of a withdrawn command. It runs for as long as it holds the id, because daprd gives the id of
/// an ended workflow to the next one.
/// </summary>
internal sealed class WithdrawnCommand : Workflow<Withdrawal, bool>
{
    /// <summary>How long the workflow holds the id. No call takes longer.</summary>
    public static readonly TimeSpan HeldFor = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public override async Task<bool> RunAsync(WorkflowContext context, Withdrawal input)
    {
        await context.CreateTimer(HeldFor);
        return true;
    }
}
