using System.Collections.Concurrent;

namespace Workflow.Contract.Tests;

/// <summary>Gates, by name, at which workflow code waits for a test, or a test for workflow code.</summary>
internal static class Gates
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly ConcurrentDictionary<string, TaskCompletionSource> All = new();

    public static void Open(string name) => Of(name).TrySetResult();

    public static Task PassAsync(string name) => Of(name).Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>Called by an instance that waits at a gate.</summary>
    public static async Task HoldAsync(string id)
    {
        Open($"{id} is held");
        await Of($"{id} goes on").Task;
    }

    public static Task WhenHeldAsync(string id) => PassAsync($"{id} is held");

    public static void LetGo(string id) => Open($"{id} goes on");

    private static TaskCompletionSource Of(string name) =>
        All.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
