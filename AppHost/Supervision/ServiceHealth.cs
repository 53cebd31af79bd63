using System.Net;

namespace Auctions.AppHost.Supervision;

/// <summary>
/// Asks a process and its sidecar themselves whether they are healthy: Aspire asks a healthy resource only now and then,
/// and a change has to know of now.
/// </summary>
internal sealed class ServiceHealth(TimeProvider time) : IDisposable
{
    /// <summary>How long a process that starts may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // A process that is healthy for a moment and dies is none; and who calls it has to find it.
    private static readonly TimeSpan Stays = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };

    /// <summary>Waits until all are healthy and stay so.</summary>
    /// <returns>What is not healthy when <see cref="Patience"/> has passed, and why; null where all is.</returns>
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
