using System.Text.Json;

namespace Auctions.Cli.Traces;

/// <summary>Finds out which store of traces is at an address: Jaeger, Tempo, or Aspire's dashboard.</summary>
internal static class TraceStores
{
    /// <summary>Connects to a store.</summary>
    /// <param name="http">Where the store is.</param>
    /// <param name="address">The address as it was given, for example the login URL of Aspire's dashboard.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="TracesException">Nothing answers, or something that is none of the three.</exception>
    public static async Task<ITraceStore> ConnectAsync(TraceHttp http, Uri address, CancellationToken cancellation)
    {
        if (DashboardTraces.LoginTokenOf(address) is { } token)
            return await DashboardTraces.SignInAsync(http, token, cancellation);
        if (await http.TryGetAsync("api/services", cancellation) is { ValueKind: JsonValueKind.Object } services
            && services.TryGetProperty("data", out var names))
            return new JaegerTraces(http, names);
        if (await http.SaysAsync("api/echo", "echo", cancellation))
            return new TempoTraces(http);
        if (await DashboardTraces.IsAtAsync(http, cancellation))
            return new DashboardTraces(http);
        throw http.Problem("is neither Jaeger nor Tempo nor Aspire's dashboard");
    }
}
