using System.Collections.Concurrent;

namespace Workflow.Contract.Tests;

/// <summary>Records what activities did, by instance.</summary>
internal static class Notes
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<string>> All = new();

    public static void Add(string id, string what) => All.GetOrAdd(id, _ => new ConcurrentQueue<string>()).Enqueue(what);

    public static string[] Of(string id) => All.TryGetValue(id, out var notes) ? [.. notes] : [];
}
