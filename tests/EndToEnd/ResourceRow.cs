namespace EndToEnd.Tests;

/// <summary>What the dashboard says of a resource, as far as the tests want to know.</summary>
internal sealed record ResourceRow(string Name, string Kind, string State, string Health, int Restarts, int Replicas, IReadOnlyList<int> Pids);
