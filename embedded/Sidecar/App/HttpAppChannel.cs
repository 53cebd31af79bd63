using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Embedded.Sidecar.CommandLine;
using Embedded.Sidecar.Policies;
using Embedded.Sidecar.Protocol;
using Embedded.Sidecar.Resources;
using Embedded.Sidecar.Tracing;

namespace Embedded.Sidecar.App;

/// <summary>The connection to an app that speaks HTTP.</summary>
internal sealed partial class HttpAppChannel : IAppChannel
{
    private readonly HttpClient _app;
    private readonly SidecarOptions _options;
    private readonly ILogger<HttpAppChannel> _log;

    public HttpAppChannel(SidecarOptions options, ILogger<HttpAppChannel> log)
    {
        _options = options;
        _log = log;
        _app = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(2),
            ActivityHeadersPropagator = SpanPropagator.Instance,
        })
        {
            BaseAddress = new Uri(options.AppAddress!),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (options.AppToken is { } token)
            _app.DefaultRequestHeaders.Add("dapr-api-token", token);
    }

    public async Task<bool> IsHealthyAsync(CancellationToken cancellation)
    {
        using var answer = await _app.GetAsync(_options.AppHealthCheckPath, HttpCompletionOption.ResponseHeadersRead, cancellation);
        return answer.IsSuccessStatusCode;
    }

    public async Task<IReadOnlyList<AppSubscription>> GetSubscriptionsAsync(CancellationToken cancellation)
    {
        using (await _app.GetAsync("/dapr/config", cancellation))
        {
            // The answer is for actors, which this sidecar doesn't have. It asks because daprd does, and an app may count on it.
        }

        using var answer = await _app.GetAsync("/dapr/subscribe", cancellation);
        if (answer.StatusCode != HttpStatusCode.OK)
            return [];
        try
        {
            using var document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellation));
            return [.. document.RootElement.EnumerateArray().Select(Read)];
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            SubscriptionsUnreadable(_log, broken.Message);
            return [];
        }
    }

    public async Task<DeliveryResult> DeliverAsync(AppSubscription subscription, ReadOnlyMemory<byte> cloudEvent, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, subscription.Route) { Content = new ReadOnlyMemoryContent(cloudEvent) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(Envelope.ContentType);
        request.Headers.Add("Pubsubname", subscription.PubSub);
        HttpResponseMessage answer;
        try
        {
            answer = await _app.SendAsync(request, cancellation);
        }
        catch (HttpRequestException failure)
        {
            throw new AppAwayException(failure);
        }

        using (answer)
        {
            if (answer.StatusCode == HttpStatusCode.NotFound)
                return DeliveryResult.Drop;
            if (!answer.IsSuccessStatusCode)
                throw new CallFailure($"the app answered {(int)answer.StatusCode}", http: (int)answer.StatusCode);
            return Status(await answer.Content.ReadAsByteArrayAsync(cancellation)) switch
            {
                "SUCCESS" or "" => DeliveryResult.Success,
                "DROP" => DeliveryResult.Drop,
                "RETRY" => throw new CallFailure("the app answered RETRY"),
                var other => throw new CallFailure($"the app answered the unknown status '{other}'"),
            };
        }
    }

    public void Dispose() => _app.Dispose();

    private static AppSubscription Read(JsonElement entry)
    {
        string? Text(JsonElement from, string name) =>
            from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;

        var route = Text(entry, "route");
        if (entry.TryGetProperty("routes", out var routes))
        {
            if (routes.TryGetProperty("rules", out var rules) && rules.ValueKind == JsonValueKind.Array && rules.GetArrayLength() > 0)
                throw new InvalidOperationException("routes.rules are not supported by the embedded sidecar, which has no CEL; use routes.default");
            route = Text(routes, "default") ?? route;
        }

        return new AppSubscription(
            Text(entry, "pubsubname") ?? Text(entry, "pubsubName") ?? throw new InvalidOperationException("an entry has no pubsubname"),
            Text(entry, "topic") ?? throw new InvalidOperationException("an entry has no topic"),
            $"/{(route ?? throw new InvalidOperationException("an entry has no route")).TrimStart('/')}",
            Text(entry, "deadLetterTopic") is { Length: > 0 } dead ? dead : null);
    }

    // As with daprd, no body, or a body in another format, means success.
    private static string Status(byte[] body)
    {
        if (body.Length == 0)
            return "";
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("status", out var status)
                ? status.GetString() ?? ""
                : "";
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return "";
        }
    }

    [LoggerMessage(EventId = 840, Level = LogLevel.Error, Message = "GET /dapr/subscribe of the app can't be read: {Problem}")]
    private static partial void SubscriptionsUnreadable(ILogger logger, string problem);
}
