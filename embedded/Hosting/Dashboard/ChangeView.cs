using Aspire.Hosting.Runtime;

namespace Aspire.Hosting.Dashboard;

// A change of a service: `state` is running, done or failed, and `problem` says why it failed.
internal sealed record ChangeView(
    string Id,
    string Kind,
    string State,
    string? Problem,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    IReadOnlyList<ChangeStep> Steps)
{
    public static ChangeView Of(ServiceChange change)
    {
        // The state first: steps that are read after it was seen to have ended are all there are.
        var state = change.State.ToString().ToLowerInvariant();
        return new(change.Id, change.Kind, state, change.Problem, change.StartedAt, change.EndedAt, change.Steps);
    }
}
