using Auctions.Lifecycle;
using Dapr.Workflow;

namespace Auctions.Worker.Schedules;

/// <summary>
/// The loop by which a workflow follows an auction or a session: an activity does the work that is due, then the workflow waits
/// for the next hour or for a notification. Either only wakes it. The activity finds out from the clock and the store what is
/// due, so a clock that jumped or an hour that moved costs no more than an extra round. The code is deterministic.
/// </summary>
internal static class DueWork
{
    /// <summary>The external event by which a workflow is notified of a change.</summary>
    public const string Changed = "changed";

    // A store or a broker may be away for a day, and the auction must still close afterwards.
    private static readonly WorkflowTaskOptions RetryForDays =
        new(new WorkflowRetryPolicy(100_000, TimeSpan.FromMilliseconds(250), 2, TimeSpan.FromSeconds(10)));

    /// <summary>Runs the activity again and again until its step is over.</summary>
    /// <param name="context">The workflow's context.</param>
    /// <param name="activity">The activity that does the work that is due.</param>
    /// <param name="id">The auction's or session's id.</param>
    /// <returns>The last step.</returns>
    public static async Task<TStep> RunUntilOverAsync<TStep>(WorkflowContext context, string activity, string id)
        where TStep : IScheduleStep
    {
        // There is one wait at a time, because an event completes the oldest wait, and would be lost with an abandoned one.
        var changed = context.WaitForExternalEventAsync<bool>(Changed);
        while (true)
        {
            var step = await context.CallActivityAsync<TStep>(activity, id, RetryForDays);
            if (step.IsOver)
                return step;
            await Task.WhenAny(step.DueAt is { } due ? [changed, context.CreateTimer(due.UtcDateTime, CancellationToken.None)] : [changed]);
            if (changed.IsCompleted)
                changed = context.WaitForExternalEventAsync<bool>(Changed);
        }
    }
}
