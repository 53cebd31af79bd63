using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Auctions.Gateway.Forwarding;

/// <summary>
/// Trusts <c>X-Forwarded-…</c> headers only from the networks in <c>TrustedProxies</c>, for example an ingress's; by
/// default from none. <c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c>, which Aspire sets for every project, trusts every sender.
/// That is right behind the gateway, which replaces the headers. Here it would let a client choose its own address.
/// </summary>
internal static class TrustedProxies
{
    private const string Section = "TrustedProxies";

    public static void AddTrustedProxies(this WebApplicationBuilder builder)
    {
        var networks = builder.Configuration.GetSection(Section).GetChildren().Select(NetworkOf).ToList();
        builder.Services.PostConfigure<ForwardedHeadersOptions>(headers =>
        {
            headers.ForwardedHeaders = networks.Count == 0 ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            headers.KnownProxies.Clear();
            headers.KnownIPNetworks.Clear();
            networks.ForEach(headers.KnownIPNetworks.Add);
        });
    }

    /// <exception cref="OptionsValidationException">The setting is not a network.</exception>
    private static System.Net.IPNetwork NetworkOf(IConfigurationSection setting) =>
        System.Net.IPNetwork.TryParse(setting.Value, out var network) ? network : throw new OptionsValidationException(
            Section, typeof(TrustedProxies), [$"{setting.Path} is '{setting.Value}'; it must be a network such as 10.0.0.0/8."]);
}
