namespace Auctions.AppHost.Supervision;

/// <summary>
/// A service: all processes of one project, each beside its sidecar. The resource itself runs nothing. Its commands, on
/// the dashboard and through <c>aspire resource</c>, change one process after the other, so that the service stays up.
/// </summary>
/// <param name="name">For example <c>worker</c>; the members are then <c>worker-1</c>, <c>worker-2</c> and so on.</param>
internal sealed class ServiceResource(string name) : Resource(name)
{
    /// <summary>In the order of their numbers: first those that run from the start, then the spares.</summary>
    public IReadOnlyList<ServiceMember> Members { get; init; } = [];

    /// <summary>Allows one change at a time. A second change is refused, so that its caller can first see the result of the first.</summary>
    public SemaphoreSlim Change { get; } = new(1);
}
