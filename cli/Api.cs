using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Auctions.Cli;

/// <summary>A dead letter, as the API lists it.</summary>
internal sealed record DeadLetter(string Id, DateTimeOffset At, string? Type, string? Step, string Error);

/// <summary>The API refused something; the message says what and why.</summary>
internal sealed class ApiException(string message) : Exception(message);

/// <summary>The HTTP API, as an admin sees it.</summary>
internal sealed class Api : IDisposable
{
    private static readonly string[] Admin = ["admin"];

    private readonly HttpClient _http;
    private string? _token;

    public Api(Uri url, string? token)
    {
        _http = new HttpClient { BaseAddress = url };
        _token = string.IsNullOrWhiteSpace(token) ? null : token;
    }

    public async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, "/dead-letters", cancellation);
        await ThrowIfRefusedAsync(answer, cancellation);
        var list = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        return list.GetProperty("items").Deserialize<List<DeadLetter>>(JsonSerializerOptions.Web) ?? [];
    }

    /// <summary>Has a dead letter's command done again.</summary>
    /// <returns>Why not; null where it is.</returns>
    public async Task<string?> ReplayAsync(string id, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Post, $"/dead-letters/{Uri.EscapeDataString(id)}/replay", cancellation);
        if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            await ThrowIfRefusedAsync(answer, cancellation);
        return answer.IsSuccessStatusCode ? null : await ProblemAsync(answer, cancellation);
    }

    /// <summary>What became of a command; null where there is none.</summary>
    public async Task<string?> CommandAsync(string id, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"/commands/{Uri.EscapeDataString(id)}", cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        await ThrowIfRefusedAsync(answer, cancellation);
        return await answer.Content.ReadAsStringAsync(cancellation);
    }

    /// <summary>The lines of an auction's audit trail.</summary>
    public async IAsyncEnumerable<string> AuditAsync(string auction, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"/auctions/{Uri.EscapeDataString(auction)}/audit", cancellation);
        await ThrowIfRefusedAsync(answer, cancellation);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellation));
        while (await lines.ReadLineAsync(cancellation) is { } line)
            yield return line;
    }

    public void Dispose() => _http.Dispose();

    private static async Task ThrowIfRefusedAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (!answer.IsSuccessStatusCode)
            throw new ApiException(await ProblemAsync(answer, cancellation));
    }

    private static async Task<string> ProblemAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
            return problem.TryGetProperty("detail", out var detail) && detail.GetString() is { Length: > 0 } text
                ? text
                : problem.GetProperty("title").GetString()!;
        }
        catch (JsonException)
        {
            return $"The API answered {(int)answer.StatusCode}.";
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, CancellationToken cancellation)
    {
        _token ??= await DevelopmentTokenAsync(cancellation);
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        return await _http.SendAsync(request, cancellation);
    }

    private async Task<string> DevelopmentTokenAsync(CancellationToken cancellation)
    {
        using var answer = await _http.PostAsJsonAsync("/dev/tokens", new { user = "console", roles = Admin }, cancellation);
        if (!answer.IsSuccessStatusCode)
            throw new ApiException($"{Commands.TokenVariable} is not set, and this system gives no tokens by itself.");
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("accessToken").GetString()!;
    }
}
