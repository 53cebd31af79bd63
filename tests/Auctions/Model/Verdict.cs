using Auctions.Events;

namespace Auctions.Tests.Model;

/// <summary>What the model says to a wish.</summary>
internal sealed record Verdict(string? Reason, IReadOnlyList<ISequenced> Events, long? Seq)
{
    public static Verdict Rejected(string reason, params IReadOnlyList<ISequenced> events) => new(reason, events, null);
}
