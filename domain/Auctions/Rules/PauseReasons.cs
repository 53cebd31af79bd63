namespace Auctions.Rules;

/// <summary>The reasons of a pause that is not the auctioneer's own, as events and views name them.</summary>
public static class PauseReasons
{
    /// <summary>The house was down over the close.</summary>
    public const string Outage = "outage";

    /// <summary>The auctioneer had the close held.</summary>
    public const string Held = "held";

    /// <summary>An admin paused every auction.</summary>
    public const string House = "house";
}

/// <summary>The reasons for which a close moves without a raise, as the event names them.</summary>
public static class ExtensionReasons
{
    /// <summary>The house was down over the close.</summary>
    public const string Outage = "outage";

    /// <summary>The auctioneer extended the auction.</summary>
    public const string Auctioneer = "auctioneer";
}
