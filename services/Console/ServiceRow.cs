namespace Auctions.Console;

/// <summary>A service, as the dashboard lists it.</summary>
internal sealed record ServiceRow(string Name, IReadOnlyList<string> Resources, int Replicas, int Ready, ServiceChange? Change);
