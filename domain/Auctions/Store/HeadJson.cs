using System.Text.Json;
using Auctions.Rules;

namespace Auctions.Store;

/// <summary>Reads and writes heads and other documents as JSON.</summary>
internal static class HeadJson
{
    public static byte[] Write(AuctionHead head) => JsonSerializer.SerializeToUtf8Bytes(head, AuctionJson.Options);

    /// <exception cref="InvalidDataException">The document is not a head. The message names the document and the problem.</exception>
    public static AuctionHead Read(string auction, byte[] content) => Read<AuctionHead>(AuctionKeys.Head(auction), content);

    /// <summary>Reads the state only; the rest of the head is not parsed.</summary>
    /// <exception cref="InvalidDataException">The document is not a head. The message names the document and the problem.</exception>
    public static AuctionState ReadState(string auction, byte[] content)
    {
        try
        {
            var reader = new Utf8JsonReader(content);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isState = reader.ValueTextEquals("state"u8);
                reader.Read();
                if (isState)
                    return JsonSerializer.Deserialize<AuctionState>(ref reader, AuctionJson.Options)
                        ?? throw new JsonException("state is null");
                reader.Skip();
            }

            throw new JsonException("it has no state");
        }
        catch (JsonException unreadable)
        {
            throw new InvalidDataException($"The document {AuctionKeys.Head(auction)} can't be read: {unreadable.Message}", unreadable);
        }
    }

    /// <exception cref="InvalidDataException">The document can't be read. The message names the document and the problem.</exception>
    public static TDocument Read<TDocument>(string key, byte[] content)
    {
        try
        {
            return JsonSerializer.Deserialize<TDocument>(content, AuctionJson.Options)
                ?? throw new JsonException("it is null");
        }
        catch (JsonException unreadable)
        {
            throw new InvalidDataException($"The document {key} can't be read: {unreadable.Message}", unreadable);
        }
    }
}
