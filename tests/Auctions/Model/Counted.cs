using Auctions.Rules;

namespace Auctions.Tests.Model;

/// <summary>Something that counts when bids are weighed: a raise that was accepted, or a step that the auctioneer announced.</summary>
/// <param name="Raise">The raise; null for a step.</param>
/// <param name="Seq">The seq of its bid; null where it wrote none.</param>
/// <param name="Of">The bid that it makes or changes.</param>
/// <param name="Announced">The step; null for a raise.</param>
internal sealed record Counted(Raise? Raise, long? Seq, long? Of, StepOverride? Announced);
