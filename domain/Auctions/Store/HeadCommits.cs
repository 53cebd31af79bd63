using Microsoft.Extensions.Logging;

namespace Auctions.Store;

/// <summary>
/// Commits changes to one auction's head: read, look up, apply, compare and set; again where somebody was first.
/// Whether a write whose answer got lost has happened is told by the next read: a change that is in the head already
/// finds its decision there and changes nothing.
/// </summary>
internal sealed class HeadCommits(
    IDocuments documents, TimeProvider time, AuctionStoreOptions options, ILogger log, Action<HeadLane, long[]> noted)
{
    private readonly Random _jitter = new(options.JitterSeed);

    /// <summary>Commits the changes together and answers them.</summary>
    /// <exception cref="AuctionBusyException">They could not be committed, or that is unknown.</exception>
    public async Task CommitAsync(HeadLane lane, List<HeadChange> changes, long[] published)
    {
        Exception? last = null;
        var failures = 0;
        for (var tried = 1; ; tried++)
        {
            try
            {
                if (await TryAsync(lane, changes, published))
                    return;
            }
            catch (Exception failure) when (failure is not InvalidDataException)
            {
                last = failure;
                failures++;
                log.LogWarning(failure, "The store failed at try {Tried} to commit {Changes} changes to auction {Auction}", tried, changes.Count, lane.Auction);
            }

            if (tried >= options.MostTries || failures >= options.MostFailures)
                throw new AuctionBusyException(
                    $"Auction {lane.Auction} could not be changed in {tried} tries, of which the store failed {failures}.", last);
            await BackOffAsync(tried);
        }
    }

    /// <summary>Stores what the last committed head has to seal, so that the next commit may trim it.</summary>
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
            // Nothing depends on it but the length of the head: the next commit seals again.
            log.LogWarning(failure, "{Documents} sealed documents of auction {Auction} could not be stored", due.Count, lane.Auction);
        }
    }

    private async Task<bool> TryAsync(HeadLane lane, List<HeadChange> changes, long[] published)
    {
        using var deadline = new CancellationTokenSource(options.TryTimeout, time);
        var found = await documents.FindAsync(AuctionKeys.Head(lane.Auction), deadline.Token);
        var read = found is var (content, _) ? Parse(lane, content) : null;
        var markers = await FindMarkersAsync(read, changes, deadline.Token);

        var head = read?.WithPublished(published);
        for (var at = 0; at < changes.Count; at++)
            head = changes[at].Apply(head, markers[at]);

        if (head is not null && !ReferenceEquals(head, read))
        {
            head = lane.Sealed.Trim(head);
            var written = HeadJson.Write(head);
            if (!await documents.TryWriteAsync(AuctionKeys.Head(lane.Auction), written, found?.ETag, deadline.Token))
                return false;
            lane.Cached = new(head, written);
        }

        noted(lane, published);
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

    // Markers are looked up after the head was read, never beside it: what the head no longer has was sealed before
    // that head was written, so it is found now.
    private async Task<byte[]?[]> FindMarkersAsync(AuctionHead? head, List<HeadChange> changes, CancellationToken cancellation)
    {
        var markers = new byte[]?[changes.Count];
        if (head is null)
            return markers;

        var keys = changes.Select(change => change.MarkerFor(head)).ToArray();
        var wanted = keys.OfType<string>().Distinct().ToArray();
        if (wanted.Length == 0)
            return markers;

        var found = await documents.FindManyAsync(wanted, cancellation);
        var byKey = wanted.Zip(found).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        for (var at = 0; at < keys.Length; at++)
            markers[at] = keys[at] is { } key ? byKey[key] : null;
        return markers;
    }

    private async Task BackOffAsync(int tried)
    {
        double share;
        lock (_jitter)
            share = _jitter.NextDouble();
        if (options.Jitter > TimeSpan.Zero)
            await Task.Delay(options.Jitter * tried * share, time);
    }
}
