using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Auctions;

/// <summary>
/// Fingerprints of commands. They are stored with decisions, so the content that a command hashes must never change, including
/// the order and the names of its members.
/// </summary>
internal static class Fingerprints
{
    // 96 bits are enough: fingerprints are compared only between commands that have the same id.
    private const int Bytes = 12;

    /// <summary>The fingerprint of an anonymous object that holds what the sender wants, with amounts in their plain form.</summary>
    public static string Of<TContent>(TContent content) =>
        Base64Url.EncodeToString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, AuctionJson.Options)).AsSpan(0, Bytes));
}
