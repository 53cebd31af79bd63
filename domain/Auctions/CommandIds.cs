using System.Security.Cryptography;
using System.Text;

namespace Auctions;

/// <summary>
/// Command ids: <c>{auction}.{rest}</c>. An id begins with the auction it is about, so that what became of a command
/// can be looked up without an index.
/// </summary>
public static class CommandIds
{
    /// <summary>The most characters of an id.</summary>
    public const int MostCharacters = 200;

    private const int KeyBytes = 16;

    /// <summary>An id for a command that came without an idempotency key.</summary>
    /// <param name="auction">The auction's id.</param>
    /// <param name="unique">Any string that no other command of the auction has: letters, digits, <c>-</c>.</param>
    public static string New(string auction, string unique) => $"{auction}.{unique}";

    /// <summary>The same id for the same user, auction and key, whoever computes it and whenever.</summary>
    public static string FromIdempotencyKey(string auction, string user, string idempotencyKey)
    {
        // The length goes first, so that no two pairs of user and key are written alike.
        var key = Encoding.UTF8.GetBytes(FormattableString.Invariant($"{user.Length}:{user}{idempotencyKey}"));
        return $"{auction}.k{Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, KeyBytes))}";
    }

    /// <summary>Whether an id has the form of those made from an idempotency key.</summary>
    public static bool IsFromIdempotencyKey(string commandId) =>
        commandId.LastIndexOf('.') is var dot && commandId.Length - dot == 2 + (2 * KeyBytes) && commandId[dot + 1] == 'k';

    /// <summary>The auction a command id is about; null where the id has no such form.</summary>
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
