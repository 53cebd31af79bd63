using Microsoft.Extensions.Options;

namespace Auctions.Api.Page;

/// <summary><c>GET /live-servers</c>: the addresses of the pushers. A client connects to any of them, and to the next if one fails.</summary>
internal static class LiveServersEndpoint
{
    public static void AddLiveServers(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<LiveServers>, LiveServersValidation>();
        builder.Services.AddOptions<LiveServers>()
            .Configure<IConfiguration>((servers, configuration) =>
                servers.Urls = configuration.GetSection(nameof(LiveServers)).Get<string[]>() ?? [])
            .ValidateOnStart();
    }

    public static void MapLiveServers(this IEndpointRouteBuilder app) =>
        app.MapGet("/live-servers", (IOptions<LiveServers> servers) => servers.Value).WithTags("live");
}

/// <summary>The addresses that watchers connect to; section <c>LiveServers</c>, one URL an entry.</summary>
internal sealed record LiveServers
{
    /// <summary>WebSocket URLs, for example <c>ws://localhost:5090/live</c>.</summary>
    public IReadOnlyList<string> Urls { get; set; } = [];
}

/// <summary>Stops the program at its start if a URL is not one that a browser can connect to.</summary>
internal sealed class LiveServersValidation : IValidateOptions<LiveServers>
{
    public ValidateOptionsResult Validate(string? name, LiveServers options)
    {
        for (var at = 0; at < options.Urls.Count; at++)
        {
            if (!Uri.TryCreate(options.Urls[at], UriKind.Absolute, out var url) || url.Scheme is not ("ws" or "wss"))
                return ValidateOptionsResult.Fail($"LiveServers:{at} is '{options.Urls[at]}'; it must be a URL that begins with ws:// or wss://.");
        }

        return ValidateOptionsResult.Success;
    }
}
