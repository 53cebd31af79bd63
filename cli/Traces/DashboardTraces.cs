using System.Text.Json;

namespace Auctions.Cli.Traces;

/// <summary>Traces in Aspire's dashboard (13.2 or later), by its telemetry API.</summary>
/// <param name="http">Where it is.</param>
internal sealed class DashboardTraces(TraceHttp http) : ITraceStore
{
    private const string Api = "/api/telemetry";

    /// <inheritdoc/>
    public string Name => "Aspire's dashboard";

    /// <summary>The token of a login URL, such as <c>./run</c> prints; null for any other address.</summary>
    public static string? LoginTokenOf(Uri address)
    {
        const string token = "?t=";
        return address.AbsolutePath.EndsWith("/login", StringComparison.Ordinal) && address.Query.StartsWith(token, StringComparison.Ordinal)
            ? Uri.UnescapeDataString(address.Query[token.Length..])
            : null;
    }

    /// <summary>Signs in with the token of a login URL.</summary>
    /// <exception cref="TracesException">The dashboard refuses the token, or has no telemetry API.</exception>
    public static async Task<DashboardTraces> SignInAsync(TraceHttp http, string token, CancellationToken cancellation)
    {
        var answer = await http.TryPostAsync($"{Api}/validateToken", new { token }, cancellation)
            ?? throw http.Problem("is no dashboard of Aspire 13.2 or later, or its telemetry API is switched off");
        if (Json.Text(answer, "apiKey") is { } key)
            http.Add("x-api-key", key);
        return new(http);
    }

    /// <summary>Whether the dashboard is at an address, and needs no token.</summary>
    /// <exception cref="TracesException">It is there and needs one.</exception>
    public static async Task<bool> IsAtAsync(TraceHttp http, CancellationToken cancellation)
    {
        try
        {
            return await http.TryGetAsync($"{Api}/resources", cancellation) is { ValueKind: JsonValueKind.Array };
        }
        catch (TracesException refused) when (refused.Message.Contains(Api, StringComparison.Ordinal))
        {
            throw new TracesException($"{refused.Message}. Give the dashboard's login URL, which ./run prints.");
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Span>> FindAsync(TraceQuery query, CancellationToken cancellation)
    {
        var search = Uri.EscapeDataString($"@{query.Attribute}:\"{query.Value}\"");
        var answer = await http.GetAsync($"{Api}/traces?search={search}&limit={query.Most}", cancellation);
        return answer.TryGetProperty("data", out var data) ? [.. OtlpJson.SpansOf(data)] : [];
    }
}
