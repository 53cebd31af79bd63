using Auctions.Store;

namespace Auctions.Sweeping;

/// <summary>
/// Finds the events that stay unpublished and the commands that stay pending because their worker died or stalls. Their age is
/// counted from when they were first seen here: their own time is that of the receipt, which may be long before.
/// </summary>
/// <param name="documents">The store.</param>
internal sealed class OverdueWork(IDocuments documents)
{
    private const int HeadsAtOnce = 100;

    private Dictionary<(string Auction, long Seq), DateTimeOffset> _unpublished = [];
    private Dictionary<string, Sighting> _pending = new(StringComparer.Ordinal);

    /// <summary>The overdue work of an auction.</summary>
    /// <param name="Head">The head that names the work.</param>
    /// <param name="Unpublished">The seqs of the overdue events.</param>
    /// <param name="Pending">The overdue commands, in the order of their receipt.</param>
    public sealed record OfAuction(AuctionHead Head, IReadOnlySet<long> Unpublished, IReadOnlyList<DecisionRecord> Pending)
    {
        /// <summary>The auction's id.</summary>
        public string Auction => Head.State.Id;
    }

    /// <summary>Whether <see cref="NoteScheduled"/> was called for a command that is still pending.</summary>
    public bool IsScheduled(DecisionRecord pending) => _pending.GetValueOrDefault(pending.Command)?.IsScheduled == true;

    /// <summary>Notes that the workflow of an overdue command is scheduled.</summary>
    public void NoteScheduled(DecisionRecord pending)
    {
        if (_pending.TryGetValue(pending.Command, out var sighting))
            sighting.IsScheduled = true;
    }

    /// <summary>Reads the heads of the auctions and finds their overdue work. Calls must not overlap.</summary>
    /// <param name="auctions">The ids of every auction that isn't over.</param>
    /// <param name="now">The time.</param>
    /// <param name="age">How long an event must have been unpublished or a command pending.</param>
    /// <param name="cancellation">Cancels the reads.</param>
    public async Task<IReadOnlyList<OfAuction>> FindAsync(
        IReadOnlyList<string> auctions, DateTimeOffset now, TimeSpan age, CancellationToken cancellation)
    {
        var unpublished = new Dictionary<(string, long), DateTimeOffset>();
        var pending = new Dictionary<string, Sighting>(StringComparer.Ordinal);
        var overdue = new List<OfAuction>();
        foreach (var chunk in auctions.Chunk(HeadsAtOnce))
        {
            var heads = await documents.FindManyAsync([.. chunk.Select(AuctionKeys.Head)], cancellation);
            for (var at = 0; at < chunk.Length; at++)
            {
                if (heads[at] is not { } content)
                    continue;
                var head = HeadJson.Read(chunk[at], content);
                foreach (var seq in head.Unpublished)
                    unpublished[(chunk[at], seq)] = _unpublished.GetValueOrDefault((chunk[at], seq), now);
                foreach (var command in head.Pending)
                    pending[command.Command] = _pending.GetValueOrDefault(command.Command) ?? new(now);
                var work = new OfAuction(
                    head,
                    head.Unpublished.Where(seq => now - unpublished[(chunk[at], seq)] >= age).ToHashSet(),
                    [.. head.Pending.Where(command => now - pending[command.Command].Since >= age)]);
                if (work.Unpublished.Count > 0 || work.Pending.Count > 0)
                    overdue.Add(work);
            }
        }

        (_unpublished, _pending) = (unpublished, pending);
        return overdue;
    }

    private sealed record Sighting(DateTimeOffset Since)
    {
        public bool IsScheduled { get; set; }
    }
}
