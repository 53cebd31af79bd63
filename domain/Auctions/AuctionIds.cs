namespace Auctions;

/// <summary>The form of an auction's id. An id becomes part of keys, URLs and command ids, so its characters are restricted.</summary>
public static class AuctionIds
{
    /// <summary>The most characters of an id.</summary>
    public const int MostCharacters = 64;

    /// <summary>Whether an id has 1 to 64 letters, digits, <c>-</c> or <c>_</c>. No auction has any other id.</summary>
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
