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
/// <para>No change is lost or made twice, however many processes write and whenever one of them dies:</para>
/// <para>1. A head is written only over the head from which it was computed, so the heads of an auction form one line. The
/// decision about a command stands in the head in the same write as its effect. A command that comes again finds its
/// decision there, or in a marker, and changes nothing.</para>
/// <para>2. Lists are sealed from a committed head. They are trimmed only in a later commit, by a process that saw the
/// sealed documents stored. A reader that misses an entry in a head looks for the sealed document after it has read that
/// head, and finds it. The content of a sealed document depends only on its place in the list, so a second write changes
/// nothing.</para>
/// <para>3. The head names the events that are not known to be published, and the accepted commands whose workflow is not known to
/// be scheduled. As long as it names one, a sweep finds it.</para>
/// <para>The answer to a write has no new ETag, so every commit begins with a read. Bytes that are unchanged are not parsed again.
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

    /// <summary>Creates the store. A process has one, because changes to one auction are ordered only within one store.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="time">The clock for waits and time limits. No decision depends on it.</param>
    /// <param name="log">Reports failures of the store.</param>
    /// <param name="options">The limits; null for the defaults.</param>
    /// <param name="listener">Hears of commits; null where nobody listens.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is below 1.</exception>
    public AuctionStore(
        IDocuments documents, TimeProvider time, ILogger<AuctionStore>? log = null, AuctionStoreOptions? options = null,
        ICommitListener? listener = null)
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
        _commits = new(documents, time, options, log ?? NullLogger<AuctionStore>.Instance, _lanes.Forget, listener);
    }

    /// <summary>Reads a head; null where there is no such auction.</summary>
    public async ValueTask<AuctionHead?> FindAsync(string auction, CancellationToken cancellation) =>
        AuctionIds.IsWellFormed(auction) && await _documents.FindAsync(AuctionKeys.Head(auction), cancellation) is var (content, _)
            ? HeadJson.Read(auction, content)
            : null;

    /// <summary>
    /// The head of an auction that this process last read or committed; null where it has none. Other processes may have changed
    /// the auction since, but what the head says is committed: a decision in it stays.
    /// </summary>
    internal AuctionHead? FindKnown(string auction) => _lanes.FindKnown(auction);

    /// <summary>Notes that an event is published. The next commit to the auction removes it from the head's unpublished events.</summary>
    public void NotePublished(string auction, long seq) => _lanes.NotePublished(auction, seq, _time.GetUtcNow());

    /// <summary>Finds the commands that neither the head nor this process knows to be scheduled.</summary>
    internal IReadOnlyList<string> FindUnscheduled(AuctionHead head) =>
        [.. head.Unscheduled.Where(command => !_lanes.IsScheduledHere(head.State.Id, command))];

    /// <summary>
    /// Notes that the workflow of an accepted command is scheduled. The next commit to the auction removes the command from the
    /// head's unscheduled ones.
    /// </summary>
    public void NoteScheduled(string auction, string command) => _lanes.NoteScheduled(auction, command, _time.GetUtcNow());

    /// <summary>Finds the events, ascending, that neither the head nor this process knows to be published.</summary>
    /// <param name="head">A head of the auction.</param>
    /// <param name="which">Whether to look for the event of a seq.</param>
    /// <param name="cancellation">Cancels the reads.</param>
    public ValueTask<IReadOnlyList<ISequenced>> FindUnpublishedAsync(AuctionHead head, Func<long, bool> which, CancellationToken cancellation)
    {
        var seqs = head.Unpublished.Where(seq => which(seq) && !_lanes.IsPublishedHere(head.State.Id, seq)).ToArray();
        return seqs.Length == 0 ? new([]) : _history.FindAsync(head, seqs, cancellation);
    }

    /// <summary>Commits what was noted as published or scheduled, for auctions where no other commit has done so for some time.</summary>
    /// <returns>The number of auctions.</returns>
    /// <exception cref="AuctionBusyException">A head could not be written.</exception>
    public async Task<int> CommitNotesAsync(TimeSpan olderThan, CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        var auctions = _lanes.WithWorkDoneBefore(now - olderThan);
        await Task.WhenAll(auctions.Select(auction => CommitAsync(auction, new NoChange(now), cancellation)));
        return auctions.Count;
    }

    /// <summary>Commits a change, and returns its answer.</summary>
    /// <exception cref="AuctionBusyException">
    /// The change was not committed, or it is unknown whether it was. The same command may be sent again, and takes effect once.
    /// </exception>
    internal async Task<TAnswer> CommitAsync<TAnswer>(string auction, HeadChange<TAnswer> change, CancellationToken cancellation)
    {
        if (_lanes.Enqueue(auction, change) is { } lane)
            _ = DrainAsync(lane);

        // A caller that stops waiting doesn't withdraw the change: it may be part of a commit already.
        return await change.Answered.WaitAsync(cancellation);
    }

    /// <summary>Reads the sealed part of the audit trail, which precedes a head.</summary>
    /// <exception cref="InvalidDataException">A page is missing or can't be read. The message names the page.</exception>
    internal ValueTask<IReadOnlyList<DecisionRecord>> ReadSealedTrailAsync(AuctionHead head, CancellationToken cancellation) =>
        _trail.ReadSealedAsync(head, cancellation);

    // Never throws: the callers of the changes get the failure.
    private async Task DrainAsync(HeadLane lane)
    {
        while (_lanes.Dequeue(lane) is var (changes, done))
        {
            Activity.Current = changes[0].CallerActivity;
            try
            {
                await _commits.CommitAsync(lane, changes, done);
            }
            catch (Exception failure)
            {
                foreach (var change in changes)
                    change.Fail(failure);
            }

            await _commits.SealAsync(lane);

            // The first caller started this on its own thread, and must not work for later callers.
            await Task.Yield();
        }
    }

    /// <summary>A change without effect. Its commit only notes the work that is done, as every commit does.</summary>
    private sealed class NoChange(DateTimeOffset now) : HeadChange<bool>
    {
        public override DateTimeOffset At => now;

        public override AuctionHead? Apply(AuctionHead? head, IReadOnlyDictionary<string, byte[]> markers) => head;
    }
}
