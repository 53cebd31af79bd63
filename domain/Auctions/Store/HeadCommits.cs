using Microsoft.Extensions.Logging;

namespace Auctions.Store;

/// <summary>
/// Commits changes to an auction's head: reads the head and the markers, applies the changes, and writes by compare-and-set. It
/// starts again where another process wrote first. If the answer to a write gets lost, the next try finds out whether the write
/// happened: a command that is in the head finds its decision there and changes nothing.
/// </summary>
internal sealed partial class HeadCommits(
    IDocuments documents, TimeProvider time, AuctionStoreOptions options, ILogger log, Action<HeadLane, DoneWork> onCommitted,
    ICommitListener? listener)
{
    private static readonly Dictionary<string, byte[]> NoMarkers = [];

    private readonly Random _jitter = new(options.JitterSeed);

    /// <summary>Commits the changes together and answers them.</summary>
    /// <exception cref="AuctionBusyException">The changes were not committed, or it is unknown whether they were.</exception>
    /// <exception cref="InvalidDataException">A stored document can't be read.</exception>
    public async Task CommitAsync(HeadLane lane, List<HeadChange> changes, DoneWork done)
    {
        Exception? last = null;
        var failures = 0;
        for (var tried = 1; ; tried++)
        {
            try
            {
                if (await TryAsync(lane, changes, done))
                    return;
                listener?.Conflicted();
            }
            catch (Exception failure) when (failure is not InvalidDataException)
            {
                last = failure;
                failures++;
                listener?.Failed();
                StoreFailed(log, failure, tried, changes.Count, lane.Auction);
            }

            if (tried >= options.MostTries || failures >= options.MostFailures)
                throw new AuctionBusyException(
                    $"Auction {lane.Auction} could not be changed in {tried} tries; the store failed in {failures} of them.", last);
            await BackOffAsync(tried);
        }
    }

    /// <summary>Stores the entries of the last committed head that are due to be sealed, so that the next commit may trim them.</summary>
    public async Task SealAsync(HeadLane lane)
    {
        if (lane.Cached is not { } cached || lane.Sealed.Due(cached.Head) is not ({ Count: > 0 } due, var then))
            return;

        try
        {
            using var deadline = new CancellationTokenSource(options.TryTimeout, time);
            await documents.WriteSealedAsync(due, deadline.Token);
            lane.Sealed = then;
        }
        catch (Exception failure)
        {
            // Only the length of the head depends on this, and the next commit seals again.
            NotSealed(log, failure, due.Count, lane.Auction);
        }
    }

    private async Task<bool> TryAsync(HeadLane lane, List<HeadChange> changes, DoneWork done)
    {
        using var deadline = new CancellationTokenSource(options.TryTimeout, time);
        var startedAt = time.GetTimestamp();
        var early = EarlyMarkers.Begin(documents, lane.Cached?.Head, changes, deadline.Token);
        var found = await documents.FindAsync(AuctionKeys.Head(lane.Auction), deadline.Token);
        var read = found is var (content, _) ? Parse(lane, content) : null;
        var markers = read is null ? NoMarkers : await early.FindAsync(read, deadline.Token);

        var head = read?.Without(done);
        foreach (var change in changes)
            head = change.Apply(head, markers);

        if (head is not null && !ReferenceEquals(head, read))
        {
            head = lane.Sealed.Trim(head);
            var written = HeadJson.Write(head);
            if (!await documents.TryWriteAsync(AuctionKeys.Head(lane.Auction), written, found?.ETag, deadline.Token))
                return false;
            lane.Cached = new(head, written);
            listener?.Committed(read, head, time.GetElapsedTime(startedAt));
        }

        onCommitted(lane, done);
        foreach (var change in changes)
            change.Answer();
        return true;
    }

    private static AuctionHead Parse(HeadLane lane, byte[] content)
    {
        if (lane.Cached is not { } cached || !cached.Content.AsSpan().SequenceEqual(content))
            lane.Cached = cached = new(HeadJson.Read(lane.Auction, content), content);
        return cached.Head;
    }

    private async Task BackOffAsync(int tried)
    {
        double share;
        lock (_jitter)
            share = _jitter.NextDouble();
        if (options.Jitter > TimeSpan.Zero)
            await Task.Delay(options.Jitter * tried * share, time);
    }

    [LoggerMessage(
        EventId = 210, Level = LogLevel.Warning,
        Message = "The store failed on try {Tried} to commit {Changes} changes to auction {Auction}")]
    private static partial void StoreFailed(ILogger logger, Exception failure, int tried, int changes, string auction);

    [LoggerMessage(EventId = 211, Level = LogLevel.Warning, Message = "{Documents} sealed documents of auction {Auction} could not be stored")]
    private static partial void NotSealed(ILogger logger, Exception failure, int documents, string auction);
}
