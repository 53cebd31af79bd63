namespace Auctions;

/// <summary>What an auction's id may look like. An id becomes part of keys, URLs and command ids, so it is plain.</summary>
public static class AuctionIds
{
    /// <summary>The most characters of an id.</summary>
    public const int MostCharacters = 64;

    /// <summary>Whether it is 1 to 64 letters, digits, <c>-</c> or <c>_</c>. There is no auction under any other id.</summary>
    public static bool IsWellFormed(string? id)
    {
        if (id is not { Length: > 0 and <= MostCharacters })
            return false;
        foreach (var character in id)
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_'))
                return false;
        return true;
    }
}
