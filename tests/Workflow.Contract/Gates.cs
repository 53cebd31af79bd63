using System.Collections.Concurrent;

namespace Workflow.Contract.Tests;

/// <summary>Where code of workflows and activities waits for a test, and a test for it, by name.</summary>
internal static class Gates
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly ConcurrentDictionary<string, TaskCompletionSource> All = new();

    public static void Open(string name) => Of(name).TrySetResult();

    public static Task PassAsync(string name) => Of(name).Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>Says that an instance is where it waits to be let through.</summary>
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
