using Auctions.Sessions;

namespace Auctions.Api.Sessions;

/// <summary>The answer to <c>GET /sessions</c>.</summary>
/// <param name="Items">The sessions, those that aren't over first.</param>
internal sealed record SessionList(IReadOnlyList<SessionSummary> Items);
