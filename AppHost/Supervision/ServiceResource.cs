namespace Auctions.AppHost.Supervision;

/// <summary>
/// What a person calls a service: the processes of one project, each beside its sidecar. It runs nothing itself; its
/// commands, on the dashboard and by <c>aspire resource</c>, change all of them in an order in which somebody always serves.
/// </summary>
/// <param name="name">Such as <c>worker</c>; its members are <c>worker-1</c>, <c>worker-2</c> and so on.</param>
internal sealed class ServiceResource(string name) : Resource(name)
{
    /// <summary>In the order of their numbers: first those that run from the start, then the spares.</summary>
    public IReadOnlyList<ServiceMember> Members { get; init; } = [];

    /// <summary>Only one change at a time: a second one is refused, for who asks should see what the first comes to.</summary>
    public SemaphoreSlim Change { get; } = new(1);
}
