using System.Net.Http.Json;
using System.Text.Json;

namespace Auctions.Console;

/// <summary>The dashboard of the system that <c>./run</c> starts: its services, and changes of them.</summary>
internal sealed class Dashboard : IDisposable
{
    private const string OnKubernetes =
        "On Kubernetes: kubectl rollout restart deployment/<service>, kubectl scale --replicas=<n> deployment/<service>.";

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    public Dashboard(Uri url, TimeProvider time)
    {
        _http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(10) };
        _time = time;
    }

    /// <summary>What is said to somebody whom nobody answers.</summary>
    public string Away(string why) => $"{_http.BaseAddress} can't be asked: {why} Is the system up (./run)? {OnKubernetes}";

    /// <exception cref="ApiException">This is another dashboard.</exception>
    public async Task<IReadOnlyList<ServiceRow>> ServicesAsync(CancellationToken cancellation)
    {
        using var answer = await _http.GetAsync("/api/services", cancellation);
        return await ReadAsync<List<ServiceRow>>(answer, cancellation);
    }

    /// <summary>Has a service changed, and tells each step until the change has ended.</summary>
    /// <param name="service">Its name.</param>
    /// <param name="how"><c>restart</c> or <c>scale</c>.</param>
    /// <param name="body">What is wanted.</param>
    /// <param name="onStep">Gets every step.</param>
    /// <param name="cancellation">Ends the looking; the change goes on.</param>
    /// <returns>Why it failed; null where all is well.</returns>
    /// <exception cref="ApiException">It was refused, or this is another dashboard.</exception>
    public async Task<string?> ChangeAsync(string service, string how, object body, Action<ServiceChangeStep> onStep, CancellationToken cancellation)
    {
        using var begun = await _http.PostAsJsonAsync($"/api/services/{Uri.EscapeDataString(service)}/{how}", body, cancellation);
        var change = await ReadAsync<ServiceChange>(begun, cancellation);
        var told = 0;
        while (true)
        {
            foreach (var step in change.Steps.Skip(told))
                onStep(step);
            told = change.Steps.Count;
            if (change.State != "running")
                return change.State == "done" ? null : change.Problem ?? change.State;
            await Task.Delay(BetweenLooks, _time, cancellation);
            using var answer = await _http.GetAsync(begun.Headers.Location, cancellation);
            change = await ReadAsync<ServiceChange>(answer, cancellation);
        }
    }

    public void Dispose() => _http.Dispose();

    // Another dashboard answers with a page, or with nothing.
    private async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var type = answer.Content.Headers.ContentType?.MediaType;
        try
        {
            if (answer.IsSuccessStatusCode && type == "application/json")
                return (await answer.Content.ReadFromJsonAsync<T>(cancellation))!;
            if (type == "application/problem+json")
                throw new ApiException((await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("title").GetString()!);
        }
        catch (JsonException)
        {
            // What is said below holds of this too.
        }

        throw new ApiException(
            $"{_http.BaseAddress} is no dashboard that can do this (it answered {(int)answer.StatusCode} {type}): only the one that ./run starts without Aspire's own can. {OnKubernetes}");
    }
}
