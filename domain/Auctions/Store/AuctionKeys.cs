using System.Globalization;

namespace Auctions.Store;

/// <summary>The keys of the documents. What comes from outside is escaped, so that no two things share a key.</summary>
public static class AuctionKeys
{
    /// <summary>The document that lists the auctions.</summary>
    public const string Index = "auctions:index";

    /// <summary>The head of an auction: the one document that is compared and set.</summary>
    public static string Head(string auction) => $"auction:{auction}";

    /// <summary>A session, compared and set as a whole.</summary>
    public static string Session(string session) => $"session:{session}";

    /// <summary>A sealed page of events.</summary>
    /// <param name="auction">The auction's id.</param>
    /// <param name="page">From 0; page p holds the seqs p·64+1 to (p+1)·64.</param>
    public static string EventPage(string auction, long page) =>
        string.Create(CultureInfo.InvariantCulture, $"auction:{auction}:events:{page}");

    /// <summary>A sealed page of the audit trail.</summary>
    /// <param name="auction">The auction's id.</param>
    /// <param name="page">From 0; page p holds the decisions p·64 to p·64+63.</param>
    public static string AuditPage(string auction, long page) =>
        string.Create(CultureInfo.InvariantCulture, $"auction:{auction}:audit:{page}");

    /// <summary>The sealed decision about a command.</summary>
    public static string Decision(string auction, string command) =>
        $"auction:{auction}:decision:{Uri.EscapeDataString(command)}";

    /// <summary>The sealed mark that a user is a participant.</summary>
    public static string Participant(string auction, string user) =>
        $"auction:{auction}:participant:{Uri.EscapeDataString(user)}";
}
