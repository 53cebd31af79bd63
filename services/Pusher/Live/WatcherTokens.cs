using Auctions.ServiceDefaults.Tokens;

namespace Auctions.Pusher.Live;

/// <summary>
/// A browser's WebSocket can't set a header, so a watcher's token comes in the query or as a subprotocol. The token is
/// never logged.
/// </summary>
internal static class WatcherTokens
{
    private const string SubprotocolPrefix = "bearer.";

    public static void AddWatcherTokens(this WebApplicationBuilder builder)
    {
        // The line "Request starting GET …" shows the query, token and all.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.AddBearerTokens(Find);
    }

    /// <summary>The offered subprotocol that carries a token, which the answer has to name; null where there is none.</summary>
    public static string? Subprotocol(HttpContext context) =>
        context.WebSockets.WebSocketRequestedProtocols.FirstOrDefault(
            offered => offered.StartsWith(SubprotocolPrefix, StringComparison.Ordinal));

    private static string? Find(HttpContext context) =>
        context.Request.Query["access_token"].ToString() is { Length: > 0 } token
            ? token
            : Subprotocol(context)?[SubprotocolPrefix.Length..];
}
