using System.Security.Cryptography;
using System.Text;

namespace Auctions.Api.Handover;

/// <summary>Ids that nothing else has; under one idempotency key always the same, whoever computes them and whenever.</summary>
internal static class Unique
{
    // Base32 in lower case: no two characters that are taken for each other when read out.
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    // Short enough to read out, and 60 bits; 80 for commands, of which there are more.
    private const int IdCharacters = 12;
    private const int CommandCharacters = 16;

    /// <summary>The id of a command about something.</summary>
    public static string CommandIdOf(string about, string user, string? idempotencyKey) => idempotencyKey is null
        ? CommandIds.New(about, RandomNumberGenerator.GetString(Alphabet, CommandCharacters))
        : CommandIds.FromIdempotencyKey(about, user, idempotencyKey);

    /// <summary>The id of something that is made: an auction, a session.</summary>
    public static string IdOf(string kind, string user, string? idempotencyKey)
    {
        if (idempotencyKey is null)
            return RandomNumberGenerator.GetString(Alphabet, IdCharacters);

        // The length goes first, so that no two pairs of user and key are written alike.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{kind}:{user.Length}:{user}{idempotencyKey}")));
        return new string([.. hash.Take(IdCharacters).Select(bits => Alphabet[bits % Alphabet.Length])]);
    }
}
