using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Auctions.Cli.Traces;

/// <summary>Asks a store of traces over HTTP.</summary>
internal sealed class TraceHttp : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;
    private readonly string _flag;

    /// <param name="address">Where the store is. A user and a password in it are sent as basic authentication.</param>
    /// <param name="flag">The option or variable that named the address.</param>
    public TraceHttp(Uri address, string flag)
    {
        _flag = flag;
        // What follows may be a secret: a dashboard's login URL has its token in the query.
        Shown = address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        Address = new Uri(Shown.EndsWith('/') ? Shown : $"{Shown}/");
        _http = new HttpClient { Timeout = Timeout };
        _http.DefaultRequestHeaders.Accept.Add(new("application/json"));
        if (address.UserInfo.Length > 0)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo))));
    }

    /// <summary>The address as it may be shown, without any secret.</summary>
    public string Shown { get; }

    /// <summary>What the paths of requests follow; ends with a slash.</summary>
    public Uri Address { get; }

    /// <summary>Sends this header with every request from now on.</summary>
    public void Add(string header, string value) => _http.DefaultRequestHeaders.Add(header, value);

    /// <summary>Asks for JSON; null where the store has no such path, or answers something else than JSON.</summary>
    /// <exception cref="TracesException">The store refuses or doesn't answer.</exception>
    public Task<JsonElement?> TryGetAsync(string path, CancellationToken cancellation) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(Address, path)), cancellation);

    /// <summary>Asks for JSON.</summary>
    /// <exception cref="TracesException">The store refuses, doesn't answer, or answers something else than JSON.</exception>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellation) =>
        await TryGetAsync(path, cancellation) ?? throw Problem($"has no JSON at {path.Split('?')[0]}");

    /// <summary>Sends JSON and asks for JSON; null where the store has no such path, or answers something else than JSON.</summary>
    /// <exception cref="TracesException">The store refuses or doesn't answer.</exception>
    public Task<JsonElement?> TryPostAsync(string path, object content, CancellationToken cancellation) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(Address, path)) { Content = JsonContent.Create(content) }, cancellation);

    /// <summary>Whether the store answers a path with a text.</summary>
    /// <exception cref="TracesException">The store refuses or doesn't answer.</exception>
    public async Task<bool> SaysAsync(string path, string text, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, path));
        return await AnswerAsync(request, cancellation) is { } answer && answer.Trim() == text;
    }

    /// <summary>The exception for a problem with the store.</summary>
    public TracesException Problem(string what) => new($"{_flag}: {Shown} {what}");

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement?> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using (request)
            try
            {
                return await AnswerAsync(request, cancellation) is { } text ? JsonSerializer.Deserialize<JsonElement>(text) : null;
            }
            catch (JsonException)
            {
                return null;
            }
    }

    private async Task<string?> AnswerAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            using var answer = await _http.SendAsync(request, cancellation);
            if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed)
                return null;
            if (!answer.IsSuccessStatusCode)
                throw Problem($"refuses {request.RequestUri!.AbsolutePath}: {(int)answer.StatusCode} {answer.ReasonPhrase}".TrimEnd());
            return await answer.Content.ReadAsStringAsync(cancellation);
        }
        catch (HttpRequestException away)
        {
            throw Problem($"does not answer: {away.Message}");
        }
        catch (TaskCanceledException slow) when (slow.InnerException is TimeoutException)
        {
            throw Problem($"does not answer within {Timeout.TotalSeconds:0} s");
        }
    }
}
