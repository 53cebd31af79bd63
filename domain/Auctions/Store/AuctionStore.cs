using System.Diagnostics;
using Auctions.Events;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auctions.Store;

/// <summary>
/// The only writer of auctions. The compare-and-set of one document, the auction's head, is the commit; everything
/// else follows from it and can be repeated (docs/decisions/0003-one-document-is-the-commit.md).
/// </summary>
/// <remarks>
/// <para>Why no change is lost or doubled, whichever process dies when, and however many processes write:</para>
/// <para>1. A head is written only over the head from which it was computed, so the heads of an auction form one line. The
/// decision about a command stands in the head in the same write as its effect. A command that comes again finds its
/// decision there, or in a marker, and changes nothing.</para>
/// <para>2. Lists are sealed from a committed head. They are trimmed only in a later commit, by a process that saw the
/// sealed documents stored. A reader that misses an entry in a head looks for the sealed document after it read that
/// head, and finds it. The content of a sealed document depends only on its place in the line, so writing it twice writes
/// the same.</para>
/// <para>3. The head names the events that are not known to be published. As long as it names one, a sweep finds it.</para>
/// <para>The answer to a write carries no new ETag, so every commit begins with a read; equal bytes are not parsed again.
/// Changes that wait for one auction are committed together, so a busy auction costs one read and one write for all
/// of them.</para>
/// </remarks>
public sealed class AuctionStore
{
    private readonly IDocuments _documents;
    private readonly EventHistory _history;
    private readonly AuditTrail _trail;
    private readonly TimeProvider _time;
    private readonly HeadLanes _lanes;
    private readonly HeadCommits _commits;

    /// <summary>One per process: changes to one auction wait for each other only within a process.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="time">The clock of waits and time limits; no decision depends on it.</param>
    /// <param name="log">Says what failed.</param>
    /// <param name="options">How often to try; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is below 1.</exception>
    public AuctionStore(
        IDocuments documents, TimeProvider time, ILogger<AuctionStore>? log = null, AuctionStoreOptions? options = null)
    {
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MostTries, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MostFailures, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MostRemembered, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MostChangesPerCommit, 1, nameof(options));
        _documents = documents;
        _history = new(documents);
        _trail = new(documents);
        _time = time;
        _lanes = new(options.MostRemembered, options.MostChangesPerCommit);
        _commits = new(documents, time, options, log ?? NullLogger<AuctionStore>.Instance, _lanes.Noted);
    }

    /// <summary>The head as it is stored; null where there is no such auction.</summary>
    public async ValueTask<AuctionHead?> FindAsync(string auction, CancellationToken cancellation) =>
        AuctionIds.IsWellFormed(auction) && await _documents.FindAsync(AuctionKeys.Head(auction), cancellation) is var (content, _)
            ? HeadJson.Read(auction, content)
            : null;

    /// <summary>Notes that an event was published. The next commit to the auction says so in its head.</summary>
    public void NotePublished(string auction, long seq) => _lanes.NotePublished(auction, seq, _time.GetUtcNow());

    /// <summary>The events that are not known to be published, neither by the head nor by this process; ascending.</summary>
    /// <param name="head">A head of the auction.</param>
    /// <param name="which">Which seqs to look for.</param>
    /// <param name="cancellation">Ends the reads.</param>
    public ValueTask<IReadOnlyList<ISequenced>> FindUnpublishedAsync(AuctionHead head, Func<long, bool> which, CancellationToken cancellation)
    {
        var seqs = head.Unpublished.Where(seq => which(seq) && !_lanes.IsNoted(head.State.Id, seq)).ToArray();
        return seqs.Length == 0 ? new([]) : _history.FindAsync(head, seqs, cancellation);
    }

    /// <summary>Writes heads for events that were published some time ago and that no commit has noted since.</summary>
    /// <returns>The number of auctions.</returns>
    /// <exception cref="AuctionBusyException">A head could not be written.</exception>
    public async Task<int> CommitPublishedAsync(TimeSpan olderThan, CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        var auctions = _lanes.WithPublishedBefore(now - olderThan);
        await Task.WhenAll(auctions.Select(auction => CommitAsync(auction, new NoChange(now), cancellation)));
        return auctions.Count;
    }

    /// <summary>Commits a change.</summary>
    /// <returns>The change's answer.</returns>
    /// <exception cref="AuctionBusyException">
    /// It could not be committed, or that is unknown. The same command may be sent again, and takes effect once.
    /// </exception>
    internal async Task<TAnswer> CommitAsync<TAnswer>(string auction, HeadChange<TAnswer> change, CancellationToken cancellation)
    {
        if (_lanes.Enqueue(auction, change) is { } lane)
            _ = DrainAsync(lane);

        // A caller that stops waiting doesn't withdraw the change: it may be part of a commit already.
        return await change.Answered.WaitAsync(cancellation);
    }

    /// <summary>The part of the audit trail that is sealed before a head.</summary>
    /// <exception cref="InvalidDataException">A page is missing, or can't be read; says which.</exception>
    internal ValueTask<IReadOnlyList<DecisionRecord>> ReadSealedTrailAsync(AuctionHead head, CancellationToken cancellation) =>
        _trail.ReadSealedAsync(head, cancellation);

    // Never throws: the callers of the changes get the failure.
    private async Task DrainAsync(HeadLane lane)
    {
        while (_lanes.Dequeue(lane) is var (changes, published))
        {
            Activity.Current = changes[0].AskedBy;
            try
            {
                await _commits.CommitAsync(lane, changes, published);
            }
            catch (Exception failure)
            {
                foreach (var change in changes)
                    change.Fail(failure);
            }

            await _commits.SealAsync(lane);

            // The first caller began this on its own thread, and must not work for the callers behind it.
            await Task.Yield();
        }
    }

    /// <summary>Changes nothing: every commit notes what was published, and this one does only that.</summary>
    private sealed class NoChange(DateTimeOffset now) : HeadChange<bool>
    {
        public override DateTimeOffset At => now;

        public override AuctionHead? Apply(AuctionHead? head, byte[]? marker) => head;
    }
}
