using System.Diagnostics;
using Auctions.Auctioneering;
using Auctions.Events;
using Auctions.Lifetime;
using Auctions.Raising;
using Auctions.Rules;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auctions.Store;

/// <summary>
/// The only writer of auctions. The compare-and-set of one document, the auction's head, is the commit; everything
/// else follows from it and can be done again (docs/decisions/0003-one-document-is-the-commit.md).
/// </summary>
/// <remarks>
/// <para>Why nothing is lost or doubled, whoever dies when, and however many processes write:</para>
/// <para>1. A head is written only over the head it was computed from, so the heads of an auction are one line. The
/// decision about a command stands in the head in the same write as its effect; a command that comes again finds it
/// there, or its marker, and changes nothing.</para>
/// <para>2. Lists are sealed from a committed head, and trimmed only in a later commit by a process that saw the
/// sealed documents stored. Whoever misses something in a head looks for the sealed document after reading that head,
/// and finds it. Sealed documents are functions of places in the line, so writing them twice writes the same.</para>
/// <para>3. The head names the events that aren't known to be published; while it names one, a sweep finds it.</para>
/// <para>A write's answer carries no new ETag, so every commit begins with a read; equal bytes aren't parsed again.
/// Changes that wait for one auction are committed together, so a busy auction costs one read and one write for all
/// of them.</para>
/// </remarks>
public sealed class AuctionHeads
{
    private readonly IDocuments _documents;
    private readonly EventHistory _history;
    private readonly TimeProvider _time;
    private readonly HeadLanes _lanes;
    private readonly HeadCommits _commits;

    /// <summary>One per process: changes to one auction wait for each other only within it.</summary>
    /// <param name="documents">The store.</param>
    /// <param name="time">The clock of waits and time limits; no decision depends on it.</param>
    /// <param name="log">Says what the store failed at.</param>
    /// <param name="options">How hard to try; null for the defaults.</param>
    public AuctionHeads(
        IDocuments documents, TimeProvider time, ILogger<AuctionHeads>? log = null, AuctionHeadsOptions? options = null)
    {
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MostTries, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MostFailures, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MostRemembered, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MostChangesPerCommit, 1, nameof(options));
        _documents = documents;
        _history = new(documents);
        _time = time;
        _lanes = new(options.MostRemembered, options.MostChangesPerCommit);
        _commits = new(documents, time, options, log ?? NullLogger<AuctionHeads>.Instance, _lanes.Noted);
    }

    /// <summary>Makes an auction.</summary>
    /// <exception cref="AuctionBusyException">See there.</exception>
    public Task<CommitAnswer> CreateAsync(OpenAuctionCommand command, CancellationToken cancellation) =>
        ChangeAsync(command.Auction, new CreateChange(command), cancellation);

    /// <summary>Makes the bidder a participant, unless the raise is out of time, invalid or the seller's own.</summary>
    /// <returns>Whether there is such an auction.</returns>
    /// <exception cref="AuctionBusyException">See there.</exception>
    public ValueTask<bool> AddParticipantAsync(AuctionRaiseCommand command, CancellationToken cancellation)
    {
        if (_lanes.KnowsParticipant(command.Auction, command.Bidder))
            return new(true);
        return AuctionIds.IsWellFormed(command.Auction) ? new(AddAsync()) : new(false);

        async Task<bool> AddAsync()
        {
            var answer = await ChangeAsync(command.Auction, new ParticipantChange(command), cancellation);
            if (answer is ParticipantAnswer.Participant)
                _lanes.KnowParticipant(command.Auction, command.Bidder);
            return answer is not ParticipantAnswer.UnknownAuction;
        }
    }

    /// <summary>Decides about a raise and commits the decision.</summary>
    /// <exception cref="AuctionBusyException">See there.</exception>
    public ValueTask<CommitAnswer> RaiseAsync(AuctionRaiseCommand command, CancellationToken cancellation) =>
        AuctionIds.IsWellFormed(command.Auction)
            ? new(ChangeAsync(command.Auction, new RaiseChange(command), cancellation))
            : new(new CommitAnswer(Bus.Outcome.Rejected(Rejections.UnknownAuction), []));

    /// <summary>Decides about a wish of the auctioneer and commits the decision.</summary>
    /// <exception cref="AuctionBusyException">See there.</exception>
    public async Task<CommitAnswer> ObeyAsync(AuctioneerCommand command, CancellationToken cancellation)
    {
        while (true)
        {
            IReadOnlyList<DecisionRecord> trail = command.Wish == AuctioneerWish.Void && await FindAsync(command.Auction, cancellation) is { } head
                ? await new AuditTrail(_documents).ReadSealedAsync(head, cancellation)
                : [];
            var change = new AuctioneerChange(command, trail);
            var answer = await ChangeAsync(command.Auction, change, cancellation);
            if (!change.IsOutrun)
                return answer;
        }
    }

    /// <summary>Calls a lot that waits for its turn. The head afterwards; null where there is no such auction.</summary>
    /// <exception cref="AuctionBusyException">See there.</exception>
    public Task<AuctionHead?> CallAsync(string auction, DateTimeOffset opensAt, DateTimeOffset now, CancellationToken cancellation) =>
        ChangeAsync(
            auction,
            new LifetimeChange(now, AskedKind.Call, (state, at) => AuctionRules.Call(state, opensAt, at)) { OpensAt = opensAt },
            cancellation);

    /// <summary>Opens an auction that is due. The head afterwards; null where there is no such auction.</summary>
    /// <exception cref="AuctionBusyException">See there.</exception>
    public Task<AuctionHead?> OpenAsync(string auction, DateTimeOffset now, CancellationToken cancellation) =>
        ChangeAsync(auction, new LifetimeChange(now, AskedKind.Open, AuctionRules.Open), cancellation);

    /// <summary>Closes an auction that is due. The head afterwards; null where there is no such auction.</summary>
    /// <exception cref="AuctionBusyException">See there.</exception>
    public Task<AuctionHead?> CloseAsync(string auction, DateTimeOffset now, CancellationToken cancellation) =>
        ChangeAsync(auction, new LifetimeChange(now, AskedKind.Close, AuctionRules.Close), cancellation);

    /// <summary>The head as the store has it; null where there is no such auction.</summary>
    public async ValueTask<AuctionHead?> FindAsync(string auction, CancellationToken cancellation) =>
        AuctionIds.IsWellFormed(auction) && await _documents.FindAsync(AuctionKeys.Head(auction), cancellation) is var (content, _)
            ? HeadJson.Read(auction, content)
            : null;

    /// <summary>Notes that an event was published. The next commit to the auction says so in its head.</summary>
    public void NotePublished(string auction, long seq) => _lanes.NotePublished(auction, seq, _time.GetUtcNow());

    /// <summary>The events not known to be published, neither by the head nor by this process; ascending.</summary>
    /// <param name="head">A head of the auction.</param>
    /// <param name="only">Which seqs to look for; null for all.</param>
    /// <param name="cancellation">Ends the reads.</param>
    public ValueTask<IReadOnlyList<ISequenced>> FindUnpublishedAsync(
        AuctionHead head, Func<long, bool>? only, CancellationToken cancellation)
    {
        var seqs = head.Unpublished
            .Where(seq => (only is null || only(seq)) && !_lanes.IsNoted(head.State.Id, seq)).ToArray();
        return seqs.Length == 0 ? new([]) : _history.FindAsync(head, seqs, cancellation);
    }

    /// <summary>Commits what was published and is not said by a head for longer than some time: no raise came to say it.</summary>
    /// <returns>The number of auctions.</returns>
    /// <exception cref="AuctionBusyException">See there.</exception>
    public async Task<int> CommitPublishedAsync(TimeSpan olderThan, CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        var auctions = _lanes.WithPublishedBefore(now - olderThan);
        await Task.WhenAll(auctions.Select(auction => ChangeAsync(auction, new LifetimeChange(now, default, null), cancellation)));
        return auctions.Count;
    }

    private async Task<TAnswer> ChangeAsync<TAnswer>(
        string auction, AnsweredChange<TAnswer> change, CancellationToken cancellation)
    {
        if (_lanes.Enqueue(auction, change) is { } lane)
            _ = DrainAsync(lane);

        // Who no longer waits leaves the change where it is: it may be in a commit already.
        return await change.Done.WaitAsync(cancellation);
    }

    // Never throws: what fails is told to those who asked.
    private async Task DrainAsync(HeadLane lane)
    {
        while (_lanes.Take(lane) is var (changes, published))
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

            // The first to come began this on his own thread, and must not be kept by those behind him.
            await Task.Yield();
        }
    }
}
