using System.Net;

namespace Auctions.AppHost.Supervision;

/// <summary>
/// Asks a process and its sidecar directly whether they are healthy. Aspire checks a healthy resource only now and then,
/// and a change needs the current state.
/// </summary>
internal sealed class ServiceHealth(TimeProvider time) : IDisposable
{
    /// <summary>How long a process may take to start, or to stop.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // A process may be healthy for a moment and then die, and its callers need a moment to find it.
    private static readonly TimeSpan Stays = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };

    /// <summary>Waits until all parts are healthy and stay healthy for a moment.</summary>
    /// <returns>What is not healthy after <see cref="Patience"/>, and why; null if all is.</returns>
    public async Task<string?> WaitAsync(IReadOnlyCollection<IResource> parts, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        long? healthySince = null;
        while (true)
        {
            var problem = (await Task.WhenAll(parts.Select(part => ProblemAsync(part, cancellation)))).FirstOrDefault(problem => problem is not null);
            if (problem is not null)
                healthySince = null;
            else if (time.GetElapsedTime(healthySince ??= time.GetTimestamp()) >= Stays)
                return null;
            if (time.GetElapsedTime(began) > Patience)
                return problem is null ? null : $"{problem} after {Patience.TotalSeconds} s";
            await Task.Delay(BetweenLooks, time, cancellation);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<string?> ProblemAsync(IResource part, CancellationToken cancellation)
    {
        var path = part is ProjectResource ? "health" : "v1.0/healthz";
        var endpoint = ((IResourceWithEndpoints)part).GetEndpoint("http");
        if (!endpoint.IsAllocated)
            return $"{part.Name} has no address yet";
        try
        {
            using var answer = await _http.GetAsync($"{endpoint.Url}/{path}", cancellation);
            return answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NoContent ? null : $"{part.Name} answers {(int)answer.StatusCode}";
        }
        catch (HttpRequestException away)
        {
            return $"{part.Name} can't be reached ({away.HttpRequestError})";
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"{part.Name} does not answer";
        }
    }
}
