namespace Auctions;

/// <summary>The Dapr app-ids of the system.</summary>
public static class AppIds
{
    /// <summary>Serves commands and reads over HTTP.</summary>
    public const string Api = "api";

    /// <summary>Carries commands out.</summary>
    public const string Worker = "worker";

    /// <summary>Pushes events to WebSockets.</summary>
    public const string Pusher = "pusher";
}
