using Microsoft.Extensions.Options;

namespace Auctions.Api.Live;

/// <summary>Refuses at start what no browser could connect to.</summary>
internal sealed class LiveServersCheck : IValidateOptions<LiveServers>
{
    public ValidateOptionsResult Validate(string? name, LiveServers options)
    {
        for (var at = 0; at < options.Urls.Count; at++)
            if (!Uri.TryCreate(options.Urls[at], UriKind.Absolute, out var url) || url.Scheme is not ("ws" or "wss"))
                return ValidateOptionsResult.Fail($"LiveServers:{at} is '{options.Urls[at]}'; it must be a URL that begins with ws:// or wss://.");
        return ValidateOptionsResult.Success;
    }
}
