using System.Security.Cryptography;
using System.Text;

namespace Auctions.Api.Handover;

/// <summary>
/// The ids of new commands, auctions and sessions: random, or computed from the idempotency key, so that the same
/// request gets the same ids from every replica.
/// </summary>
internal static class NewIds
{
    // Base32 in lower case has no two characters that are easily confused when an id is read out.
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    // 60 bits, short enough to read out. Commands have 80 bits, since there are more of them.
    private const int IdCharacters = 12;
    private const int CommandCharacters = 16;

    /// <summary>The id of a command about an auction or a session.</summary>
    public static string ForCommand(string about, string user, string? idempotencyKey) => idempotencyKey is null
        ? CommandIds.New(about, RandomNumberGenerator.GetString(Alphabet, CommandCharacters))
        : CommandIds.FromIdempotencyKey(about, user, idempotencyKey);

    /// <summary>The id of a new resource; <paramref name="kind"/> is for example <c>auction</c>.</summary>
    public static string ForResource(string kind, string user, string? idempotencyKey)
    {
        if (idempotencyKey is null)
            return RandomNumberGenerator.GetString(Alphabet, IdCharacters);

        // The length comes first, so that two different pairs of user and key never give the same text.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{kind}:{user.Length}:{user}{idempotencyKey}")));
        return new string([.. hash.Take(IdCharacters).Select(bits => Alphabet[bits % Alphabet.Length])]);
    }
}
