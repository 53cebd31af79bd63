namespace Dapr.Workflow;

/// <summary>Many calls of a workflow at once, but not too many.</summary>
public static class ParallelExtensions
{
    /// <summary>Makes a task of every input, so many at once at most, and returns the results in the order of the inputs.</summary>
    /// <param name="context">The workflow's context.</param>
    /// <param name="inputs">What there is to do.</param>
    /// <param name="taskFactory">Makes one of it, by the context's calls.</param>
    /// <param name="maxConcurrency">How many at once at most.</param>
    /// <exception cref="AggregateException">Some failed; every one was tried.</exception>
    public static async Task<TResult[]> ProcessInParallelAsync<TInput, TResult>(
        this WorkflowContext context, IEnumerable<TInput> inputs, Func<TInput, Task<TResult>> taskFactory, int maxConcurrency = 5)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(taskFactory);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxConcurrency, 1);

        TInput[] all = [.. inputs];
        var results = new TResult[all.Length];
        var failures = new List<Exception>();
        var next = 0;

        // As many lanes as may run at once; each takes the next input when it has done one. All is on one thread.
        async Task RunLaneAsync()
        {
            while (next < all.Length)
            {
                var index = next++;
                try
                {
                    results[index] = await taskFactory(all[index]);
                }
                catch (Exception failure)
                {
                    // Kept for the end: the others are done all the same.
                    failures.Add(failure);
                }
            }
        }

        var lanes = new Task[Math.Min(maxConcurrency, all.Length)];
        for (var lane = 0; lane < lanes.Length; lane++)
            lanes[lane] = RunLaneAsync();
        await Task.WhenAll(lanes);
        return failures.Count == 0
            ? results
            : throw new AggregateException($"{failures.Count} of {all.Length} tasks failed.", failures);
    }
}
