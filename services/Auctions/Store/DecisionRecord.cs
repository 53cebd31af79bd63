using System.Text.Json.Serialization;
using Auctions.Bus;
using Auctions.Rules;

namespace Auctions.Store;

/// <summary>
/// What was decided about a command: kept so that the same command, however often it comes, is decided once. The
/// names in JSON are short because a head carries dozens of these.
/// </summary>
/// <param name="Command">The command's id.</param>
/// <param name="User">Whose command it was.</param>
/// <param name="Wish">The fingerprint of what was wanted (<see cref="Wishes"/>).</param>
/// <param name="Seq">The seq of the event that records the effect; null where there is none.</param>
/// <param name="Reason">Why not; null where it was accepted.</param>
public sealed record DecisionRecord(
    [property: JsonPropertyName("c")] string Command,
    [property: JsonPropertyName("u")] string User,
    [property: JsonPropertyName("w")] string Wish,
    [property: JsonPropertyName("s")] long? Seq,
    [property: JsonPropertyName("r")] string? Reason)
{
    /// <summary>The answer to a command of this id.</summary>
    /// <param name="wish">
    /// What the command that asks wants; one that wants something else gets
    /// <see cref="Rejections.IdempotencyKeyReused"/>.
    /// </param>
    public Outcome OutcomeFor(string wish) =>
        wish != Wish ? Outcome.Rejected(Rejections.IdempotencyKeyReused)
        : Reason is null ? Outcome.Succeeded(Seq)
        : Outcome.Rejected(Reason);
}
