using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Auctions.Load;

/// <summary>Somebody with a token, over HTTP.</summary>
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

    /// <summary>Signs in as a Development system lets one.</summary>
    public static async Task<Client> SignInAsync(Uri api, string user, params string[] roles)
    {
        var http = new HttpClient { BaseAddress = api, Timeout = Patience };
        var signedIn = await UntilTakenAsync(http, "/dev/tokens", new { user, roles });
        var token = signedIn.GetProperty("accessToken").GetString()!;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new Client(http, user, token);
    }

    /// <summary>Puts something up for auction in euros by steps of one, open at once unless said otherwise; answers its id.</summary>
    public Task<string> OpenAuctionAsync(string title, decimal startingPrice = 10, TimeSpan? runs = null, DateTimeOffset? opensAt = null) =>
        MakeAsync("/auctions", new
        {
            title,
            currency = "EUR",
            startingPrice,
            increments = new[] { new { from = 0m, step = 1m } },
            opensAt,
            closesAt = TimeProvider.System.GetUtcNow() + (runs ?? TimeSpan.FromMinutes(30)),
        });

    /// <summary>Puts something up for auction on any terms; answers its id.</summary>
    public Task<string> OpenAuctionAsync(object terms) => MakeAsync("/auctions", terms);

    /// <summary>Makes a session on any terms; answers its id.</summary>
    public Task<string> OpenSessionAsync(object terms) => MakeAsync("/sessions", terms);

    /// <summary>Sends a command and waits until it is decided.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="body">What it says; null for a command without a body.</param>
    /// <returns>As <see cref="OutcomeAsync"/>.</returns>
    public async Task<(string Status, string? Reason)> SendAndWaitAsync(string path, object? body = null)
    {
        using var content = body is null ? null : JsonContent.Create(body);
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), content);
        if (answer.StatusCode != HttpStatusCode.Accepted)
            throw new HttpRequestException($"POST {path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return await OutcomeAsync(await CommandOfAsync(answer), Patience);
    }

    /// <summary>One raise, once.</summary>
    public Task<HttpResponseMessage> RaiseAsync(string auction, decimal amount, string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/auctions/{auction}/raises") { Content = JsonContent.Create(new { amount }) };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        return _http.SendAsync(request);
    }

    /// <summary>Raises until a worker takes it, always under one key, as a client should; answers the command's id.</summary>
    public async Task<string> RaiseUntilTakenAsync(string auction, decimal amount)
    {
        var key = Guid.NewGuid().ToString("N");
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            using var answer = await RaiseAsync(auction, amount, key);
            if (answer.StatusCode == HttpStatusCode.Accepted)
                return await CommandOfAsync(answer);
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
                throw new HttpRequestException($"A raise was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(deadline.Token)}");
            await Task.Delay(100, deadline.Token);
        }
    }

    /// <summary>Raises, waits until the raise is decided, and answers what came of it: raised, rejected or failed.</summary>
    public async Task<string> RaiseAndWaitAsync(string auction, decimal amount) =>
        (await OutcomeAsync(await RaiseUntilTakenAsync(auction, amount), Patience)).Status;

    /// <summary>Waits until a command of one's own is decided.</summary>
    /// <returns>The status, and the reason where there is one; <c>pending</c> after the time is over, <c>unknown</c> where nobody knows it.</returns>
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

    /// <summary>The command's id in the answer to a raise that was taken.</summary>
    public static async Task<string> CommandOfAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("command").GetString()!;

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

    private async Task<string> MakeAsync(string path, object terms) => (await UntilTakenAsync(_http, path, terms)).GetProperty("id").GetString()!;

    // Sent again under its key while nobody can say what became of it, as a client should.
    private static async Task<JsonElement> UntilTakenAsync(HttpClient http, string path, object body)
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
                throw new HttpRequestException($"POST {path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(deadline.Token)}");
            await Task.Delay(100, deadline.Token);
        }
    }

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
