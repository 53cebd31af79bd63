using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Auctions.Load;

/// <summary>A user with a token, over HTTP. The client repeats a request that is answered with 503, as a client should.</summary>
public sealed class Client : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;

    private Client(HttpClient http, string user, string token)
    {
        _http = http;
        User = user;
        Token = token;
    }

    public string User { get; }

    public string Token { get; }

    /// <summary>Signs in with a token that a system in Development issues.</summary>
    public static async Task<Client> SignInAsync(Uri api, string user, params string[] roles)
    {
        var http = new HttpClient { BaseAddress = api, Timeout = Patience };
        var signedIn = await UntilAcceptedAsync(http, "/dev/tokens", new { user, roles });
        var token = signedIn.GetProperty("accessToken").GetString()!;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new Client(http, user, token);
    }

    /// <summary>Opens an auction in euros with increments of one, by default at once; returns the id.</summary>
    public Task<string> OpenAuctionAsync(string title, decimal startingPrice = 10, TimeSpan? runs = null, DateTimeOffset? opensAt = null) =>
        CreateAsync("/auctions", new
        {
            title,
            currency = "EUR",
            startingPrice,
            increments = new[] { new { from = 0m, step = 1m } },
            opensAt,
            closesAt = TimeProvider.System.GetUtcNow() + (runs ?? TimeSpan.FromMinutes(30)),
        });

    /// <summary>Opens an auction on any terms; returns the id.</summary>
    public Task<string> OpenAuctionAsync(object terms) => CreateAsync("/auctions", terms);

    /// <summary>Opens a session on any terms; returns the id.</summary>
    public Task<string> OpenSessionAsync(object terms) => CreateAsync("/sessions", terms);

    /// <summary>Sends a command and waits until it is decided.</summary>
    /// <param name="path">The path.</param>
    /// <param name="body">The body; null for a command without one.</param>
    /// <returns>As for <see cref="OutcomeAsync"/>.</returns>
    /// <exception cref="HttpRequestException">The answer is not 202.</exception>
    public async Task<(string Status, string? Reason)> SendAndWaitAsync(string path, object? body = null)
    {
        using var content = body is null ? null : JsonContent.Create(body);
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), content);
        if (answer.StatusCode != HttpStatusCode.Accepted)
            throw await UnexpectedAsync(path, answer);
        return await OutcomeAsync(await CommandOfAsync(answer), Patience);
    }

    /// <summary>Sends a raise once, whatever the answer.</summary>
    public Task<HttpResponseMessage> RaiseAsync(string auction, decimal amount, string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/auctions/{auction}/raises") { Content = JsonContent.Create(new { amount }) };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        return _http.SendAsync(request);
    }

    /// <summary>Sends a raise under one key until a worker accepts it; returns the command's id.</summary>
    public async Task<string> RaiseUntilAcceptedAsync(string auction, decimal amount) =>
        (await UntilAcceptedAsync(_http, $"/auctions/{auction}/raises", new { amount })).GetProperty("command").GetString()!;

    /// <summary>Raises, waits until the raise is decided, and returns its status: raised, rejected or failed.</summary>
    public async Task<string> RaiseAndWaitAsync(string auction, decimal amount) =>
        (await OutcomeAsync(await RaiseUntilAcceptedAsync(auction, amount), Patience)).Status;

    /// <summary>Waits until one of the user's own commands is decided.</summary>
    /// <returns>
    /// The status and the reason, if there is one. The status is <c>pending</c> if the time is over, and <c>unknown</c> if the
    /// system does not know the command.
    /// </returns>
    public async Task<(string Status, string? Reason)> OutcomeAsync(string command, TimeSpan within)
    {
        var until = TimeProvider.System.GetUtcNow() + within;
        while (true)
        {
            var found = await FindAsync(command);
            if (found.Status is not ("pending" or "away") || TimeProvider.System.GetUtcNow() > until)
                return found;
            await Task.Delay(20);
        }
    }

    /// <summary>The command's id in a 202.</summary>
    public static async Task<string> CommandOfAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("command").GetString()!;

    /// <summary>All bids of an auction, by ascending seq.</summary>
    public async Task<List<JsonElement>> BidsAsync(string auction)
    {
        var bids = new List<JsonElement>();
        while (true)
        {
            var after = bids.Count == 0 ? 0 : bids[^1].GetProperty("seq").GetInt64();
            var page = (await GetAsync($"/auctions/{auction}/bids?after={after}&limit=1000")).GetProperty("items").EnumerateArray().ToList();
            if (page.Count == 0)
                return bids;
            bids.AddRange(page);
        }
    }

    /// <summary>The addresses of the pushers.</summary>
    public async Task<Uri[]> LiveServersAsync() =>
        [.. (await GetAsync("/live-servers")).GetProperty("urls").EnumerateArray().Select(url => new Uri(url.GetString()!))];

    public async Task<JsonElement> GetAsync(string path) => JsonSerializer.Deserialize<JsonElement>(await GetTextAsync(path));

    public async Task<string> GetTextAsync(string path)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), deadline.Token);
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
                return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(deadline.Token);
            await Task.Delay(100, deadline.Token);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> CreateAsync(string path, object terms) =>
        (await UntilAcceptedAsync(_http, path, terms)).GetProperty("id").GetString()!;

    // Sends the request again under the same key as long as its outcome is unknown.
    private static async Task<JsonElement> UntilAcceptedAsync(HttpClient http, string path, object body)
    {
        var key = Guid.NewGuid().ToString("N");
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
            request.Headers.Add("Idempotency-Key", key);
            using var answer = await http.SendAsync(request, deadline.Token);
            if (answer.IsSuccessStatusCode)
                return await answer.Content.ReadFromJsonAsync<JsonElement>(deadline.Token);
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
                throw await UnexpectedAsync(path, answer);
            await Task.Delay(100, deadline.Token);
        }
    }

    private static async Task<HttpRequestException> UnexpectedAsync(string path, HttpResponseMessage answer) =>
        new($"POST {path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");

    private async Task<(string Status, string? Reason)> FindAsync(string command)
    {
        try
        {
            using var answer = await _http.GetAsync($"/commands/{command}");
            if (answer.StatusCode == HttpStatusCode.NotFound)
                return ("unknown", null);
            if (!answer.IsSuccessStatusCode)
                return ("away", $"{(int)answer.StatusCode}");
            var found = await answer.Content.ReadFromJsonAsync<JsonElement>();
            return (found.GetProperty("status").GetString()!, found.TryGetProperty("reason", out var reason) ? reason.GetString() : null);
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
        {
            return ("away", away.Message);
        }
    }
}
