using System.Globalization;

namespace Auctions.Store;

/// <summary>The keys of the documents. Ids from outside that may hold any character are escaped, so that no two keys collide.</summary>
public static class AuctionKeys
{
    /// <summary>The document that lists the auctions.</summary>
    public const string Index = "auctions:index";

    /// <summary>The document by which workers show that they can commit.</summary>
    public const string Heartbeat = "house:heartbeat";

    /// <summary>The head of an auction, which is written by compare-and-set.</summary>
    public static string Head(string auction) => $"auction:{auction}";

    /// <summary>A session, which is written by compare-and-set.</summary>
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

    /// <summary>The marker of a command: its sealed decision.</summary>
    public static string Decision(string auction, string command) =>
        $"auction:{auction}:decision:{Uri.EscapeDataString(command)}";

    /// <summary>The marker of a sealed participant.</summary>
    public static string Participant(string auction, string user) =>
        $"auction:{auction}:participant:{Uri.EscapeDataString(user)}";
}
