using Microsoft.Extensions.Options;

namespace Auctions.Api.Live;

/// <summary><c>GET /live-servers</c>: a client takes any of them and goes to the next when one fails.</summary>
internal static class LiveEndpoint
{
    public static void AddLiveServers(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<LiveServers>, LiveServersCheck>();
        builder.Services.AddOptions<LiveServers>()
            .Configure<IConfiguration>((servers, configuration) =>
                servers.Urls = configuration.GetSection(nameof(LiveServers)).Get<string[]>() ?? [])
            .ValidateOnStart();
    }

    public static void MapLiveServers(this IEndpointRouteBuilder app) =>
        app.MapGet("/live-servers", (IOptions<LiveServers> servers) => servers.Value).WithTags("live");
}
