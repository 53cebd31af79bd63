using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Auctions.ServiceDefaults.Tracing;

/// <summary>What of a process is traced, as docs/tracing.md explains.</summary>
/// <param name="Share">The share of traces that is recorded, from 0 to 1: <c>OTEL_TRACES_SAMPLER_ARG</c>; 1 where it isn't set.</param>
/// <param name="WithWire">
/// Whether the HTTP request inside each gRPC call is a span of its own: <c>Tracing:Detail</c> is <c>wire</c>. The default is
/// <c>calls</c>.
/// </param>
internal sealed record TraceSettings(double Share, bool WithWire)
{
    private const string ShareKey = "OTEL_TRACES_SAMPLER_ARG";
    private const string DetailKey = "Tracing:Detail";

    /// <summary>Reads the options.</summary>
    /// <exception cref="InvalidOperationException">A setting has another value than those above.</exception>
    public static TraceSettings Read(IConfiguration configuration) => new(
        configuration[ShareKey] switch
        {
            null or "" => 1,
            var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1 => share,
            var other => throw new InvalidOperationException($"{ShareKey} is '{other}'; it must be a number from 0 to 1."),
        },
        configuration[DetailKey] switch
        {
            null or "" or "calls" => false,
            "wire" => true,
            var other => throw new InvalidOperationException($"{DetailKey} is '{other}'; it must be calls or wire."),
        });
}
