using System.Text.Json;
using Dapr.Workflow;

namespace Auctions.Worker.Durable;

/// <summary>
/// Stands under the id of a command that was withdrawn, and says which try of it: that received then, and those before, have
/// no effect any more. One that was received later was sent again.
/// </summary>
/// <param name="ReceivedAt">When the try was received that was withdrawn.</param>
internal sealed record Withdrawal(DateTimeOffset ReceivedAt)
{
    /// <summary>The workflow, which does nothing: while it has a command's id, the command's own can't begin.</summary>
    public const string Name = "WithdrawnCommand";

    /// <summary>The time of the try that a withdrawal is of.</summary>
    public static DateTimeOffset ReceivedAtOf(WorkflowState withdrawn)
    {
        try
        {
            return withdrawn.ReadInputAs<Withdrawal>()?.ReceivedAt ?? DateTimeOffset.MinValue;
        }
        catch (JsonException)
        {
            // An older worker's, which said no more than that there is one.
            return DateTimeOffset.MinValue;
        }
    }
}
