using Dapr.Workflow;

namespace Auctions.Worker.Lifetimes;

/// <summary>
/// How a workflow follows something that time and others change: each round does what is due and waits for what is due
/// next. The timer and the event only wake: what is due is decided by the clock and the store as they are then, so a clock
/// that jumped, or an hour that has moved, makes one more round. It must be deterministic.
/// </summary>
internal static class Rounds
{
    /// <summary>The event that says that something has changed.</summary>
    public const string Changed = "changed";

    // Whatever is followed is followed however long the store or the broker is away.
    private static readonly WorkflowTaskOptions Patiently =
        new(new WorkflowRetryPolicy(100_000, TimeSpan.FromMilliseconds(250), 2, TimeSpan.FromSeconds(10)));

    /// <summary>Makes rounds until a step says that it is over.</summary>
    /// <param name="context">The workflow's.</param>
    /// <param name="activity">What does what is due.</param>
    /// <param name="id">What it is done to.</param>
    /// <param name="next">Of a step, whether it is over, and when something is due next; null where nothing is by time alone.</param>
    /// <returns>The last step.</returns>
    public static async Task<TStep> MakeAsync<TStep>(
        WorkflowContext context, string activity, string id, Func<TStep, (bool IsOver, DateTimeOffset? DueAt)> next)
    {
        // One wait at a time: a second one would let the first, which nobody looks at any more, take the event.
        var changed = context.WaitForExternalEventAsync<bool>(Changed);
        while (true)
        {
            var step = await context.CallActivityAsync<TStep>(activity, id, Patiently);
            var (isOver, dueAt) = next(step);
            if (isOver)
                return step;
            await Task.WhenAny(dueAt is { } due ? [changed, context.CreateTimer(due.UtcDateTime, CancellationToken.None)] : [changed]);
            if (changed.IsCompleted)
                changed = context.WaitForExternalEventAsync<bool>(Changed);
        }
    }
}
