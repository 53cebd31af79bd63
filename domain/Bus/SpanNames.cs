using System.Text;

namespace Auctions.Bus;

/// <summary>Writes the names of commands and handlers as people read them in a trace.</summary>
public static class SpanNames
{
    private const string Obvious = "auction ";

    /// <summary>The name of a command's span, for example "raise" for <c>AuctionRaise</c> and "open auction" for <c>OpenAuction</c>.</summary>
    public static string OfCommand(string name) =>
        InWords(name) is var words && words.StartsWith(Obvious, StringComparison.Ordinal) ? words[Obvious.Length..] : words;

    /// <summary>The name of a handler's span, for example "check bid amount" for <c>CheckBidAmount</c>.</summary>
    public static string OfHandler(Type handler) => InWords(handler.Name);

    private static string InWords(string name)
    {
        var words = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && words.Length > 0)
                words.Append(' ');
            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }
}
