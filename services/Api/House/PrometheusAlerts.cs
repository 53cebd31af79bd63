using System.Text.Json;

namespace Auctions.Api.House;

/// <summary>
/// Reads the alerts that fire from Prometheus' HTTP API (<c>/api/v1/alerts</c>). A Prometheus that is away, silent or wrong costs the
/// answer one line and never more than <see cref="PrometheusOptions.TimeoutMilliseconds"/>.
/// </summary>
/// <param name="http">A client whose timeout and most bytes are set.</param>
/// <param name="options">Where Prometheus is.</param>
internal sealed class PrometheusAlerts(HttpClient http, PrometheusOptions options)
{
    /// <summary>The most bytes of an answer. A hundred alerts have some 50,000.</summary>
    public const int MostBytes = 1_000_000;

    private const string NoAlerts = "Prometheus answers, but not with a list of alerts.";

    /// <summary>Reads the alerts that fire, critical ones first, then the newest.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public async Task<AlertsView> ReadAsync(CancellationToken cancellation)
    {
        if (options.Url is not { } url)
            return new(IsConfigured: false, Problem: null, []);
        try
        {
            using var answer = await http.GetAsync(new Uri($"{url.TrimEnd('/')}/api/v1/alerts"), cancellation);
            if (!answer.IsSuccessStatusCode)
                return Failed($"Prometheus answers with status {(int)answer.StatusCode}.");
            var read = JsonSerializer.Deserialize<PrometheusAnswer>(
                await answer.Content.ReadAsByteArrayAsync(cancellation), JsonSerializerOptions.Web);
            return read?.Data?.Alerts is { } alerts ? new(IsConfigured: true, Problem: null, [.. Firing(alerts)]) : Failed(NoAlerts);
        }
        catch (JsonException)
        {
            return Failed(NoAlerts);
        }
        catch (HttpRequestException failure)
        {
            return Failed($"Prometheus can't be read ({failure.HttpRequestError}).");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Failed($"Prometheus doesn't answer within {options.TimeoutMilliseconds} ms.");
        }
    }

    private static AlertsView Failed(string problem) => new(IsConfigured: true, problem, []);

    private IEnumerable<AlertView> Firing(IEnumerable<PrometheusAlert?> alerts) => alerts
        .OfType<PrometheusAlert>()
        .Where(alert => alert.State == "firing")
        .Select(alert => new AlertView(
            Text(alert.Labels, "alertname") ?? "?", Text(alert.Labels, "severity"), Text(alert.Annotations, "summary"),
            Text(alert.Annotations, "meaning"), Text(alert.Annotations, "runbook_url"), LinkTo(Text(alert.Annotations, "runbook_url")),
            alert.ActiveAt))
        .OrderBy(alert => alert.Severity != "critical")
        .ThenByDescending(alert => alert.Since);

    private static string? Text(Dictionary<string, string>? texts, string name) => texts?.GetValueOrDefault(name);

    // The rules name a page of this repository. Only the operator knows where people read the repository.
    private Uri? LinkTo(string? runbook)
    {
        if (Uri.TryCreate(runbook, UriKind.Absolute, out var address) && IsWeb(address))
            return address;
        return runbook is not null && options.RunbooksUrl is { } folder
            && Uri.TryCreate(new Uri($"{folder.TrimEnd('/')}/"), runbook, out var page) && IsWeb(page) ? page : null;
    }

    private static bool IsWeb(Uri address) => address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps;

    private sealed record PrometheusAnswer(PrometheusData? Data);

    private sealed record PrometheusData(IReadOnlyList<PrometheusAlert?>? Alerts);

    private sealed record PrometheusAlert(
        Dictionary<string, string>? Labels, Dictionary<string, string>? Annotations, string? State, DateTimeOffset? ActiveAt);
}

/// <summary>The alerts of Prometheus.</summary>
/// <param name="IsConfigured">Whether <c>Prometheus:Url</c> is set. Where it is not, nobody knows what fires.</param>
/// <param name="Problem">Why the alerts are not known, in words; null where they are known.</param>
/// <param name="Items">The alerts that fire, critical ones first, then the newest.</param>
internal sealed record AlertsView(bool IsConfigured, string? Problem, IReadOnlyList<AlertView> Items);

/// <summary>An alert that fires.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Severity"><c>critical</c> or <c>warning</c>.</param>
/// <param name="Summary">What is the case, in one line.</param>
/// <param name="Meaning">What that means for the house.</param>
/// <param name="Runbook">The runbook as the rule names it, such as <c>docs/runbooks.md#servicedown</c>.</param>
/// <param name="RunbookUrl">Where the runbook can be read; null where <c>Prometheus:RunbooksUrl</c> is not set.</param>
/// <param name="Since">Since when its condition is true.</param>
internal sealed record AlertView(
    string Name, string? Severity, string? Summary, string? Meaning, string? Runbook, Uri? RunbookUrl, DateTimeOffset? Since);
