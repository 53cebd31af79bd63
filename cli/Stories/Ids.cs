namespace Auctions.Cli.Stories;

/// <summary>The ids of auctions and commands, as far as a terminal must know them: they become part of URLs and of searches.</summary>
internal static class Ids
{
    private const int MostCharacters = 200;

    /// <summary>Whether a text can be the id of an auction.</summary>
    public static bool IsAuction(string? text) =>
        text is { Length: > 0 and <= MostCharacters } && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');

    /// <summary>Whether a text can be the id of a command.</summary>
    public static bool IsCommand(string? text) =>
        text is { Length: <= MostCharacters } && text.LastIndexOf('.') is > 0 and var dot && dot < text.Length - 1
        && IsAuction(text[..dot]) && text.AsSpan(dot + 1).IndexOfAnyExcept(Rest) < 0;

    /// <summary>The id of the auction, or of the session, that a command's id begins with.</summary>
    public static string AuctionOf(string command) => command[..command.LastIndexOf('.')];

    private static System.Buffers.SearchValues<char> Rest { get; } =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
}
