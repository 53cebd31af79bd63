using System.Security.Cryptography;
using System.Text;

namespace Auctions;

/// <summary>
/// Command ids: <c>{auction}.{rest}</c>. An id begins with the auction's id, so that the outcome of a command can be looked
/// up without an index.
/// </summary>
public static class CommandIds
{
    /// <summary>The most characters of an id.</summary>
    public const int MostCharacters = 200;

    private const int KeyBytes = 16;

    /// <summary>The id of a command that was sent without an idempotency key.</summary>
    /// <param name="auction">The auction's id.</param>
    /// <param name="unique">Any string that no other command of the auction has: letters, digits, <c>-</c>.</param>
    public static string New(string auction, string unique) => $"{auction}.{unique}";

    /// <summary>The id of a command that was sent with an idempotency key. It depends on the user, the auction and the key only.</summary>
    public static string FromIdempotencyKey(string auction, string user, string idempotencyKey)
    {
        // The length separates the user from the key, so that no two pairs give the same text.
        var key = Encoding.UTF8.GetBytes(FormattableString.Invariant($"{user.Length}:{user}{idempotencyKey}"));
        return $"{auction}.k{Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, KeyBytes))}";
    }

    /// <summary>Whether an id has the form that <see cref="FromIdempotencyKey"/> gives.</summary>
    public static bool IsFromIdempotencyKey(string commandId) =>
        commandId.LastIndexOf('.') is var dot && commandId.Length - dot == 2 + (2 * KeyBytes) && commandId[dot + 1] == 'k';

    /// <summary>The auction's id that a command id begins with; null where the id isn't well formed.</summary>
    public static string? AuctionOf(string commandId)
    {
        var dot = commandId.LastIndexOf('.');
        if (dot <= 0 || dot == commandId.Length - 1 || commandId.Length > MostCharacters)
            return null;
        foreach (var character in commandId.AsSpan(dot + 1))
            if (!char.IsAsciiLetterOrDigit(character) && character is not '-')
                return null;
        return commandId[..dot];
    }
}
