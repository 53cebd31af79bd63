using Auctions.Ordering;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Sweeping;

/// <summary>
/// Finds the events that stay unpublished and the commands that stay pending or unscheduled because their worker died or stalls.
/// Their age is counted from when they were first seen here: their own time is that of the receipt, which may be long before.
/// </summary>
/// <param name="documents">The store.</param>
internal sealed class OverdueWork(IDocuments documents)
{
    private const int HeadsAtOnce = 100;

    private Sightings<(string Auction, long Seq)> _unpublished = new([]);
    private Sightings<string> _pending = new([]);
    private Sightings<string> _unscheduled = new([]);

    /// <summary>The overdue work of an auction.</summary>
    /// <param name="Head">The head that names the work.</param>
    /// <param name="Unpublished">The seqs of the overdue events.</param>
    /// <param name="Pending">The overdue commands without a decision, in the order of their receipt.</param>
    /// <param name="Unscheduled">The ids of the overdue commands without a workflow.</param>
    public sealed record OfAuction(
        AuctionHead Head, IReadOnlySet<long> Unpublished, IReadOnlyList<DecisionRecord> Pending, IReadOnlySet<string> Unscheduled)
    {
        /// <summary>The auction's id.</summary>
        public string Auction => Head.State.Id;
    }

    /// <summary>The auctions of the last complete round that an outage concerns.</summary>
    public IReadOnlyList<string> ToMakeUp { get; private set; } = [];

    /// <summary>The house as the last complete round found it; null before the first.</summary>
    public HouseFigures? House { get; private set; }

    /// <summary>Reads the heads of the auctions and finds their overdue work. Calls must not overlap.</summary>
    /// <param name="auctions">The ids of every auction that isn't over, or not for long.</param>
    /// <param name="now">The time.</param>
    /// <param name="age">How long the work must have been left undone.</param>
    /// <param name="outages">The rule of the house with the outages.</param>
    /// <param name="cancellation">Cancels the reads.</param>
    public async Task<IReadOnlyList<OfAuction>> FindAsync(
        IReadOnlyList<string> auctions, DateTimeOffset now, TimeSpan age, OutageRule outages, CancellationToken cancellation)
    {
        var (unpublished, pending, unscheduled) = (_unpublished.Next(), _pending.Next(), _unscheduled.Next());
        var overdue = new List<OfAuction>();
        var toMakeUp = new List<string>();
        var house = new HouseFigures { At = now };
        foreach (var chunk in auctions.Chunk(HeadsAtOnce))
        {
            var heads = await documents.FindManyAsync([.. chunk.Select(AuctionKeys.Head)], cancellation);
            for (var at = 0; at < chunk.Length; at++)
            {
                if (heads[at] is not { } content)
                    continue;
                var head = HeadJson.Read(chunk[at], content);
                house = house.With(head);
                if (OutageDecisions.AreDue(head, outages))
                    toMakeUp.Add(head.State.Id);
                var before = now - age;
                var work = new OfAuction(
                    head,
                    head.Unpublished.Where(seq => unpublished.Since((head.State.Id, seq), now) <= before).ToHashSet(),
                    [.. head.Pending.Where(command => pending.Since(command.Command, now) <= before)],
                    head.Unscheduled.Where(command => unscheduled.Since(command, now) <= before).ToHashSet());
                if (work.Unpublished.Count + work.Pending.Count + work.Unscheduled.Count > 0)
                    overdue.Add(work);
            }
        }

        (_unpublished, _pending, _unscheduled) = (unpublished, pending, unscheduled);
        (House, ToMakeUp) = (house, toMakeUp);
        return overdue;
    }

    /// <summary>Since when each thing is seen. What one round doesn't see is forgotten.</summary>
    private sealed class Sightings<T>(Dictionary<T, DateTimeOffset> before)
        where T : notnull
    {
        private readonly Dictionary<T, DateTimeOffset> _seen = [];

        public Sightings<T> Next() => new(_seen);

        public DateTimeOffset Since(T thing, DateTimeOffset now) => _seen[thing] = before.GetValueOrDefault(thing, now);
    }
}
