using System.Text.Json;
using Auctions.Rules;

namespace Auctions.Store;

/// <summary>A head as the store has it.</summary>
internal static class HeadJson
{
    public static byte[] Write(AuctionHead head) => JsonSerializer.SerializeToUtf8Bytes(head, AuctionJson.Options);

    /// <exception cref="InvalidDataException">The document is no head; says which, and what is wrong.</exception>
    public static AuctionHead Read(string auction, byte[] content) => Read<AuctionHead>(AuctionKeys.Head(auction), content);

    /// <summary>The state alone; the rest of the head isn't parsed.</summary>
    /// <exception cref="InvalidDataException">The document is no head; says which, and what is wrong.</exception>
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

            throw new JsonException("there is no state in it");
        }
        catch (JsonException unreadable)
        {
            throw new InvalidDataException($"The document {AuctionKeys.Head(auction)} can't be read: {unreadable.Message}", unreadable);
        }
    }

    /// <exception cref="InvalidDataException">The document can't be read; says which, and what is wrong.</exception>
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
