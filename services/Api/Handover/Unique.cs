using System.Security.Cryptography;

namespace Auctions.Api.Handover;

/// <summary>Strings that nothing else has.</summary>
internal static class Unique
{
    /// <summary>Base32 in lower case: no two characters that are taken for each other when read out.</summary>
    public const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>A string of 80 random bits.</summary>
    public static string New() => RandomNumberGenerator.GetString(Alphabet, 16);
}
