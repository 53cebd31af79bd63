using System.Text.Json;

namespace Auctions.Store;

/// <summary>
/// The list of auctions: one document that is written by compare-and-set. It holds every auction that isn't over, the
/// <see cref="MostOver"/> auctions outside sessions that closed last, and as many lots. Older ones are read by their ids only.
/// </summary>
/// <param name="documents">The store.</param>
public sealed class AuctionIndex(IDocuments documents)
{
    /// <summary>The most auctions outside sessions that are over and still listed, and the most such lots.</summary>
    public const int MostOver = 1_000;

    private const int MostTries = 20;

    private readonly Lock _lock = new();
    private List<Change> _waiting = [];
    private bool _isWriting;

    /// <summary>Reads the lines, in no particular order.</summary>
    public async ValueTask<IReadOnlyList<IndexLine>> ReadAsync(CancellationToken cancellation) =>
        (await FindAsync(cancellation)).Lines;

    /// <summary>Adds a line, unless the auction has one.</summary>
    /// <exception cref="AuctionBusyException">The list was changed by other processes at every try.</exception>
    public ValueTask AddAsync(IndexLine line, CancellationToken cancellation) =>
        UpdateAsync(lines => lines.Exists(other => other.Id == line.Id) ? lines : [.. lines, line], cancellation);

    /// <summary>Replaces the lines of these auctions. An auction without a line, or with one that is over, is left out.</summary>
    /// <exception cref="AuctionBusyException">The list was changed by other processes at every try.</exception>
    public ValueTask ReplaceAsync(IReadOnlyList<IndexLine> changed, CancellationToken cancellation)
    {
        var byId = changed.ToDictionary(line => line.Id, StringComparer.Ordinal);
        return UpdateAsync(
            lines => lines.Exists(old => Replaces(old, byId))
                ? [.. lines.Select(old => Replaces(old, byId) ? byId[old.Id] : old)]
                : lines,
            cancellation);
    }

    private static bool Replaces(IndexLine old, Dictionary<string, IndexLine> byId) =>
        !old.IsOver && byId.TryGetValue(old.Id, out var line) && line != old;

    // Waiting changes are written together, so a hundred auctions that close at the same hour take one or two writes.
    private async ValueTask UpdateAsync(Func<List<IndexLine>, List<IndexLine>> apply, CancellationToken cancellation)
    {
        var change = new Change(apply);
        lock (_lock)
        {
            _waiting.Add(change);
            if (!_isWriting)
            {
                _isWriting = true;
                _ = WriteWaitingAsync();
            }
        }

        await change.Done.Task.WaitAsync(cancellation);
    }

    // Never throws: the callers of the changes get the failure.
    private async Task WriteWaitingAsync()
    {
        while (true)
        {
            List<Change> changes;
            lock (_lock)
            {
                (changes, _waiting) = (_waiting, []);
                if (changes.Count == 0)
                {
                    _isWriting = false;
                    return;
                }
            }

            try
            {
                await WriteAsync(changes);
                foreach (var change in changes)
                    change.Done.SetResult();
            }
            catch (Exception failure)
            {
                foreach (var change in changes)
                    change.Done.SetException(failure);
            }
        }
    }

    private async Task WriteAsync(List<Change> changes)
    {
        for (var tried = 0; tried < MostTries; tried++)
        {
            var (lines, etag) = await FindAsync(CancellationToken.None);
            var changed = changes.Aggregate(lines, (before, change) => change.Apply(before));
            if (ReferenceEquals(changed, lines))
                return;

            var content = JsonSerializer.SerializeToUtf8Bytes(new Document(Prune(changed)), AuctionJson.Options);
            if (await documents.TryWriteAsync(AuctionKeys.Index, content, etag, CancellationToken.None))
                return;
        }

        throw new AuctionBusyException(
            $"The list of auctions ({AuctionKeys.Index}) could not be changed in {MostTries} tries: other processes changed it each time.");
    }

    private async ValueTask<(List<IndexLine> Lines, string? ETag)> FindAsync(CancellationToken cancellation) =>
        await documents.FindAsync(AuctionKeys.Index, cancellation) is var (content, etag)
            ? (HeadJson.Read<Document>(AuctionKeys.Index, content).Lines, etag)
            : ([], null);

    private static List<IndexLine> Prune(List<IndexLine> lines)
    {
        var dropped = lines.Where(line => line.IsOver).GroupBy(line => line.Session is not null)
            .Where(over => over.Count() > MostOver)
            .SelectMany(over => over.OrderByDescending(line => line.ClosesAt).Skip(MostOver)).ToHashSet();
        return dropped.Count == 0 ? lines : [.. lines.Where(line => !dropped.Contains(line))];
    }

    private sealed record Document(List<IndexLine> Lines);

    private sealed record Change(Func<List<IndexLine>, List<IndexLine>> Apply)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
