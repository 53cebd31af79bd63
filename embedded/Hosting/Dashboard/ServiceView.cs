using Aspire.Hosting.Runtime;

namespace Aspire.Hosting.Dashboard;

// What the dashboard shows of one service; GET /api/services answers a list of these. `most` is how many replicas it can
// have, and `whyNoMore` why not 32.
internal sealed record ServiceView(
    string Name,
    IReadOnlyList<string> Resources,
    int Replicas,
    int Ready,
    int Most,
    string? WhyNoMore,
    ChangeView? Change)
{
    public static ServiceView Of(ServiceRun service)
    {
        var whyNoMore = service.WhyNoMore;
        return new ServiceView(
            service.Name,
            [.. service.Members.Select(member => member.Name)],
            service.Replicas,
            service.Ready,
            whyNoMore is null ? ResourceRun.MostReplicas : service.Members.Length,
            whyNoMore,
            service.Changes.LastOrDefault() is { } change ? ChangeView.Of(change) : null);
    }
}
