using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Auctions.Events;
using Auctions.Rules;

namespace Auctions.Store;

/// <summary>
/// The head of an auction: its state, and the parts of its three growing lists that are not sealed yet. A head is immutable. A
/// change creates a new one, which takes effect once the store accepts it.
/// </summary>
public sealed record AuctionHead
{
    /// <summary>The number of entries that are sealed together, such as the events of a page.</summary>
    public const int PageSize = 64;

    /// <summary>The state. It comes first in the JSON, so that a reader who needs only the state can stop after it.</summary>
    [JsonPropertyOrder(-1)]
    public required AuctionState State { get; init; }

    /// <summary>The events since the last sealed page, ascending without gaps.</summary>
    public ImmutableArray<StoredEvent> Events { get; init; } = [];

    /// <summary>The number of sealed pages of events. The first event in <see cref="Events"/> follows the last page.</summary>
    public long SealedPages { get; init; }

    /// <summary>
    /// The seqs of the events that are not known to be published, ascending. The events themselves may be in a sealed page, so
    /// that the head stays short while the broker is down.
    /// </summary>
    public ImmutableArray<long> Unpublished { get; init; } = [];

    /// <summary>The last decisions, oldest first.</summary>
    public ImmutableArray<DecisionRecord> Decisions { get; init; } = [];

    /// <summary>The number of sealed decisions, which are older. Each decision about a command has a marker.</summary>
    public long SealedDecisions { get; init; }

    /// <summary>The last participants, oldest first.</summary>
    public ImmutableArray<string> Participants { get; init; } = [];

    /// <summary>The number of sealed participants, who are older. Each has a marker.</summary>
    public long SealedParticipants { get; init; }

    /// <summary>The commands that are accepted and not decided yet, in the order of their receipt. Their records have no decision.</summary>
    public ImmutableArray<DecisionRecord> Pending { get; init; } = [];

    /// <summary>
    /// The ids of the accepted commands whose workflow is not known to be scheduled, in the order of their acceptance. Some may be
    /// decided, because any step decides all commands before its own.
    /// </summary>
    public ImmutableArray<string> Unscheduled { get; init; } = [];

    /// <summary>The commands that were withdrawn before they were accepted, as long as a copy of one may still arrive.</summary>
    public ImmutableArray<WithdrawnCommand> Withdrawn { get; init; } = [];

    /// <summary>
    /// The seq of the last event that called or opened the auction. Where that event is sealed, this is 2, because an opening is
    /// one of the first two events unless the auctioneer acted before it.
    /// </summary>
    [JsonIgnore]
    public long OpeningSeq => Events.LastOrDefault(stored => stored.Happened is LotCalledEvent or AuctionOpenedEvent)?.Seq ?? 2;

    /// <summary>The decision about a command; null where the head has none.</summary>
    public DecisionRecord? FindDecision(string command)
    {
        // Newest first, because a command is usually repeated shortly after its decision.
        for (var at = Decisions.Length - 1; at >= 0; at--)
            if (Decisions[at].Command == command)
                return Decisions[at];
        return null;
    }

    /// <summary>The head after a decision of the rules.</summary>
    public AuctionHead After(in Decision decision) =>
        ReferenceEquals(decision.State, State) ? this : Append(decision.State, decision.Events);

    /// <summary>The head with a new state and the events that led to it.</summary>
    public AuctionHead Append(AuctionState state, IReadOnlyList<ISequenced> events) => this with
    {
        State = state,
        Events = [.. Events, .. events.Select(happened => new StoredEvent(happened))],
        Unpublished = [.. Unpublished, .. events.Select(happened => happened.Seq)],
    };

    /// <summary>The head without these among the unpublished events and the unscheduled commands; the same object where none is among them.</summary>
    internal AuctionHead Without(DoneWork done) =>
        Unpublished.Any(done.Published.Contains) || Unscheduled.Any(done.Scheduled.Contains)
            ? this with
            {
                Unpublished = Unpublished.RemoveAll(done.Published.Contains),
                Unscheduled = Unscheduled.RemoveAll(done.Scheduled.Contains),
            }
            : this;
}
