using System.Text.Json;
using Dapr.Workflow;

namespace Auctions.Worker.Durable;

/// <summary>
/// Holds the id of a command that was withdrawn, and says up to when: a try that was received by then has no effect any
/// more, one that was received later was sent again.
/// </summary>
/// <param name="Until">When it was withdrawn, or received where that clock is ahead.</param>
internal sealed record Withdrawal(DateTimeOffset Until)
{
    /// <summary>Up to when the tries are withdrawn of a command whose id a withdrawal holds.</summary>
    public static DateTimeOffset UntilOf(WorkflowState withdrawn)
    {
        try
        {
            if (withdrawn.ReadInputAs<Withdrawal>() is { } withdrawal && withdrawal.Until != default)
                return withdrawal.Until;
        }
        catch (JsonException)
        {
            // An older worker's, which said no more than that there is one.
        }

        return withdrawn.CreatedAt;
    }
}
