using System.Text.Json;
using Auctions.Store;
using Microsoft.Extensions.Logging;

namespace Auctions.DeadLetters;

/// <summary>The dead letters, at most one for each id. They are one document that is written by compare-and-set.</summary>
/// <param name="documents">The store.</param>
/// <param name="log">Reports letters that are dropped.</param>
public sealed partial class DeadLetterStore(IDocuments documents, ILogger<DeadLetterStore> log)
{
    /// <summary>The most letters that are kept. Beyond it, the oldest are dropped.</summary>
    public const int Most = 1_000;

    /// <summary>The key of the document.</summary>
    public const string Key = "dead-letters";

    private const int MostTries = 50;

    /// <summary>The letters, oldest first.</summary>
    public async ValueTask<IReadOnlyList<DeadLetter>> ReadAsync(CancellationToken cancellation) => (await FindAsync(cancellation)).Letters;

    /// <summary>Adds a letter, or replaces the letter that has its id.</summary>
    /// <exception cref="AuctionBusyException">The dead letters were changed by other processes at every try.</exception>
    public ValueTask PutAsync(DeadLetter letter, CancellationToken cancellation) => UpdateAsync(
        letters =>
        {
            List<DeadLetter> kept = [.. letters.Where(other => other.Id != letter.Id), letter];
            foreach (var dropped in kept.Take(kept.Count - Most))
                Dropped(log, dropped.Id, Most);
            return kept.Count > Most ? kept.GetRange(kept.Count - Most, Most) : kept;
        },
        cancellation);

    /// <summary>Removes a letter. Does nothing where there is no letter of that id.</summary>
    /// <exception cref="AuctionBusyException">The dead letters were changed by other processes at every try.</exception>
    public ValueTask RemoveAsync(string id, CancellationToken cancellation) =>
        UpdateAsync(letters => letters.Exists(letter => letter.Id == id) ? [.. letters.Where(letter => letter.Id != id)] : letters, cancellation);

    private async ValueTask UpdateAsync(Func<List<DeadLetter>, List<DeadLetter>> change, CancellationToken cancellation)
    {
        for (var tried = 0; tried < MostTries; tried++)
        {
            var (letters, etag) = await FindAsync(cancellation);
            var changed = change(letters);
            if (ReferenceEquals(changed, letters)
                || await documents.TryWriteAsync(
                    Key, JsonSerializer.SerializeToUtf8Bytes(new Document(changed), AuctionJson.Options), etag, cancellation))
                return;
        }

        throw new AuctionBusyException(
            $"The dead letters ({Key}) could not be changed in {MostTries} tries: other processes changed them each time.");
    }

    private async ValueTask<(List<DeadLetter> Letters, string? ETag)> FindAsync(CancellationToken cancellation) =>
        await documents.FindAsync(Key, cancellation) is var (content, etag) ? (HeadJson.Read<Document>(Key, content).Letters, etag) : ([], null);

    [LoggerMessage(EventId = 200, Level = LogLevel.Error, Message = "Dead letter {Id} is dropped, because only the newest {Most} are kept")]
    private static partial void Dropped(ILogger logger, string id, int most);

    private sealed record Document(List<DeadLetter> Letters);
}
