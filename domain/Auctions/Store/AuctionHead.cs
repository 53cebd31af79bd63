using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Auctions.Events;
using Auctions.Rules;

namespace Auctions.Store;

/// <summary>
/// The head of an auction: the state, and the ends of its three growing lists that are not sealed away yet. A value;
/// every change makes another, and the one that the store accepts is the auction.
/// </summary>
public sealed record AuctionHead
{
    /// <summary>What is sealed away together: so many events to a page, so many markers to a write.</summary>
    public const int PageSize = 64;

    /// <summary>The auction. First in the JSON, so that a reader who wants no more can stop after it.</summary>
    [JsonPropertyOrder(-1)]
    public required AuctionState State { get; init; }

    /// <summary>The events since the last sealed page, ascending without gaps.</summary>
    public ImmutableArray<StoredEvent> Events { get; init; } = [];

    /// <summary>The pages that are sealed; the first event in <see cref="Events"/> follows the last of them.</summary>
    public long SealedPages { get; init; }

    /// <summary>
    /// The seqs of the events that aren't known to be published, ascending. The events themselves may be in a sealed
    /// page already, so that a broker that is down doesn't make the head long.
    /// </summary>
    public ImmutableArray<long> Unpublished { get; init; } = [];

    /// <summary>The last decisions, oldest first.</summary>
    public ImmutableArray<DecisionRecord> Decisions { get; init; } = [];

    /// <summary>The number of decisions older than those, which have markers.</summary>
    public long SealedDecisions { get; init; }

    /// <summary>The last participants, oldest first.</summary>
    public ImmutableArray<string> Participants { get; init; } = [];

    /// <summary>The number of participants older than those, who have markers.</summary>
    public long SealedParticipants { get; init; }

    /// <summary>
    /// The seq of the last event that called or opened the auction; where that is sealed away the second, for an opening is
    /// among the first two unless the auctioneer was busy before it.
    /// </summary>
    [JsonIgnore]
    public long OpeningSeq => Events.LastOrDefault(stored => stored.Happened is LotCalledEvent or AuctionOpenedEvent)?.Seq ?? 2;

    /// <summary>The decision about a command, as far as the head has it.</summary>
    public DecisionRecord? FindDecision(string command)
    {
        // The newest first: what is asked for again was mostly decided a moment ago.
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

    /// <summary>The head with more events known to be published.</summary>
    public AuctionHead WithPublished(IReadOnlyCollection<long> seqs) =>
        Unpublished.Any(seqs.Contains) ? this with { Unpublished = Unpublished.RemoveAll(seqs.Contains) } : this;
}
