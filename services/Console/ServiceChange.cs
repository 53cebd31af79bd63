namespace Auctions.Console;

/// <summary>A change of a service; its state is running, done or failed.</summary>
internal sealed record ServiceChange(string Id, string Kind, string State, string? Problem, IReadOnlyList<ServiceChangeStep> Steps);
