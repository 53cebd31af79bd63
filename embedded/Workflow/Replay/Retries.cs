namespace Dapr.Workflow.Replay;

/// <summary>Retry policies: carried out in the workflow, by its timers, so that they outlive the process.</summary>
internal static class Retries
{
    public static async Task<T> RunAsync<T, TStep>(
        ReplayContext context, WorkflowRetryPolicy policy, Func<TStep> attempt, Func<TStep, TimerOrigin> originOf)
        where TStep : CallStep<T>
    {
        var startedAt = context.CurrentUtcDateTime;
        for (var attempts = 1; ; attempts++)
        {
            var step = context.Steps.Ask(attempt());
            try
            {
                return await step.Result;
            }
            catch (WorkflowTaskFailedException)
                when (step.MayBeRetried && policy.AllowsAnother(attempts, context.CurrentUtcDateTime - startedAt))
            {
                // Another attempt follows.
            }
            await context.Steps.Ask(new TimerStep(context.After(policy.DelayAfter(attempts)), originOf(step))).Fired;
        }
    }
}
