using System.Text.Json;
using Auctions.Store;
using Microsoft.Extensions.Logging;

namespace Auctions.DeadLetters;

/// <summary>The dead letters: one document, compared and set, with one letter an id.</summary>
/// <param name="documents">The store.</param>
/// <param name="log">Says which letters had to go.</param>
public sealed class DeadLetterStore(IDocuments documents, ILogger<DeadLetterStore> log)
{
    /// <summary>The number of letters kept; beyond it the oldest go.</summary>
    public const int Most = 1_000;

    /// <summary>The key of the document.</summary>
    public const string Key = "dead-letters";

    private const int MostTries = 50;

    /// <summary>The letters, oldest first.</summary>
    public async ValueTask<IReadOnlyList<DeadLetter>> ReadAsync(CancellationToken cancellation) => (await FindAsync(cancellation)).Letters;

    /// <summary>Puts a letter in; one with its id that is there already is replaced.</summary>
    /// <exception cref="AuctionBusyException">Others were first each time.</exception>
    public ValueTask PutAsync(DeadLetter letter, CancellationToken cancellation) => UpdateAsync(
        letters =>
        {
            List<DeadLetter> kept = [.. letters.Where(other => other.Id != letter.Id), letter];
            foreach (var gone in kept.Take(kept.Count - Most))
                log.LogError("Dead letter {Id} had to go: there are more than {Most}", gone.Id, Most);
            return kept.Count > Most ? kept.GetRange(kept.Count - Most, Most) : kept;
        },
        cancellation);

    /// <summary>Takes a letter out; nothing happens where there is none.</summary>
    /// <exception cref="AuctionBusyException">Others were first each time.</exception>
    public ValueTask RemoveAsync(string id, CancellationToken cancellation) =>
        UpdateAsync(letters => letters.Exists(letter => letter.Id == id) ? [.. letters.Where(letter => letter.Id != id)] : letters, cancellation);

    private async ValueTask UpdateAsync(Func<List<DeadLetter>, List<DeadLetter>> change, CancellationToken cancellation)
    {
        for (var tried = 0; tried < MostTries; tried++)
        {
            var (letters, etag) = await FindAsync(cancellation);
            var changed = change(letters);
            if (ReferenceEquals(changed, letters)
                || await documents.TryWriteAsync(Key, JsonSerializer.SerializeToUtf8Bytes(new Document(changed), AuctionJson.Options), etag, cancellation))
                return;
        }

        throw new AuctionBusyException($"The dead letters ({Key}) could not be changed in {MostTries} tries: others were first.");
    }

    private async ValueTask<(List<DeadLetter> Letters, string? ETag)> FindAsync(CancellationToken cancellation) =>
        await documents.FindAsync(Key, cancellation) is var (content, etag) ? (HeadJson.Read<Document>(Key, content).Letters, etag) : ([], null);

    private sealed record Document(List<DeadLetter> Letters);
}
