using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Auctions.Gateway.Forwarding;

/// <summary>
/// Whose <c>X-Forwarded-…</c> headers are believed: those of the networks in <c>TrustedProxies</c>, an ingress for
/// example, and nobody's by default. <c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c>, which Aspire sets for every project, would
/// believe everybody. That is right behind the gateway, which writes the headers anew; here it would let a client choose
/// the address that it is known by.
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

    private static System.Net.IPNetwork NetworkOf(IConfigurationSection setting) =>
        System.Net.IPNetwork.TryParse(setting.Value, out var network) ? network : throw new OptionsValidationException(
            Section, typeof(TrustedProxies), [$"{setting.Path} is '{setting.Value}'; it must be a network such as 10.0.0.0/8."]);
}
