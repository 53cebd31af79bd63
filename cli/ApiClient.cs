using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Auctions.Cli.Stories;

namespace Auctions.Cli;

/// <summary>A dead letter in the API's list.</summary>
internal sealed record DeadLetter(string Id, DateTimeOffset At, string? Type, string? Step, string Error);

/// <summary>The API refused a request; the message has the reason.</summary>
/// <param name="message">The reason.</param>
/// <param name="status">The status of the answer; null where there was no request.</param>
internal sealed class ApiException(string message, HttpStatusCode? status = null) : Exception(message)
{
    /// <summary>The status of the answer; null where there was no request.</summary>
    public HttpStatusCode? Status => status;
}

/// <summary>A client of the HTTP API with an admin's rights.</summary>
internal sealed class ApiClient : IDisposable
{
    private static readonly string[] Admin = ["admin"];

    private readonly HttpClient _http;
    private string? _token;

    public ApiClient(Uri url, string? token)
    {
        _http = new HttpClient { BaseAddress = url };
        _token = string.IsNullOrWhiteSpace(token) ? null : token;
    }

    /// <exception cref="ApiException">The API refuses.</exception>
    public async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, "/dead-letters", cancellation);
        await ThrowIfRefusedAsync(answer, cancellation);
        var list = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        return list.GetProperty("items").Deserialize<List<DeadLetter>>(JsonSerializerOptions.Web) ?? [];
    }

    /// <summary>Replays the command of a dead letter.</summary>
    /// <returns>Why the API refused the replay; null if it accepted.</returns>
    /// <exception cref="ApiException">The token does not allow replays.</exception>
    public async Task<string?> ReplayAsync(string id, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Post, $"/dead-letters/{Uri.EscapeDataString(id)}/replay", cancellation);
        if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            await ThrowIfRefusedAsync(answer, cancellation);
        return answer.IsSuccessStatusCode ? null : await ProblemAsync(answer, cancellation);
    }

    /// <summary>The outcome of a command as JSON; null if the command is unknown.</summary>
    /// <exception cref="ApiException">The API refuses.</exception>
    public async Task<string?> CommandAsync(string id, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"/commands/{Uri.EscapeDataString(id)}", cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        await ThrowIfRefusedAsync(answer, cancellation);
        return await answer.Content.ReadAsStringAsync(cancellation);
    }

    /// <summary>An auction's view; null if there is no such auction.</summary>
    /// <exception cref="ApiException">The API refuses.</exception>
    public async Task<AuctionSummary?> AuctionAsync(string id, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"/auctions/{Uri.EscapeDataString(id)}", cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        await ThrowIfRefusedAsync(answer, cancellation);
        return await answer.Content.ReadFromJsonAsync<AuctionSummary>(cancellation);
    }

    /// <summary>The lines of an auction's audit trail.</summary>
    /// <exception cref="ApiException">The API refuses.</exception>
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
            throw new ApiException(await ProblemAsync(answer, cancellation), answer.StatusCode);
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
            throw new ApiException($"{Commands.TokenVariable} is not set, and this system does not issue development tokens.");
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("accessToken").GetString()!;
    }
}
