using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace Auctions.Pusher.Live;

/// <summary>
/// Bearer tokens, as <c>Authentication:Schemes:Bearer</c> describes them. A browser's WebSocket can't set a header, so
/// the token comes in the query or as a subprotocol; it is never logged.
/// </summary>
internal static class Tokens
{
    private const string SubprotocolPrefix = "bearer.";

    // The pusher's clock and that of whoever issued the token differ a little.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(10);

    public static void AddTokens(this WebApplicationBuilder builder)
    {
        // The line "Request starting GET …" shows the query, token and all.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(bearer =>
        {
            bearer.MapInboundClaims = false;
            bearer.TokenValidationParameters.NameClaimType = "sub";
            bearer.TokenValidationParameters.ClockSkew = ClockSkew;
            bearer.Events = new JwtBearerEvents { OnMessageReceived = FindToken, OnTokenValidated = RequireUser };
        });
    }

    /// <summary>The offered subprotocol that carries a token, to be named back to the client; null where there is none.</summary>
    public static string? Subprotocol(HttpContext context)
    {
        foreach (var offered in context.WebSockets.WebSocketRequestedProtocols)
            if (offered.StartsWith(SubprotocolPrefix, StringComparison.Ordinal))
                return offered;
        return null;
    }

    private static Task FindToken(MessageReceivedContext context)
    {
        var query = context.Request.Query["access_token"].ToString();
        context.Token = query.Length > 0 ? query : Subprotocol(context.HttpContext)?[SubprotocolPrefix.Length..];
        return Task.CompletedTask;
    }

    private static Task RequireUser(TokenValidatedContext context)
    {
        if (string.IsNullOrEmpty(context.Principal?.Identity?.Name))
            context.Fail(new SecurityTokenValidationException("The token has no sub."));
        return Task.CompletedTask;
    }
}
