using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Runtime;

// Asks one instance whether it is well, often while it comes up and seldom afterwards. What was healthy is unhealthy
// only after two failures in a row: one slow answer of a busy process is none.
internal sealed class HealthProbe(IReadOnlyList<HttpHealthCheckAnnotation> checks, IReadOnlyDictionary<string, int> targetPorts, TimeProvider time)
{
    private static readonly TimeSpan WhileUnhealthy = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan WhileHealthy = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan UnhealthyForLong = TimeSpan.FromSeconds(20);

    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(2), ActivityHeadersPropagator = null })
    {
        Timeout = TimeSpan.FromSeconds(5),
    };

    // Reports each change, until cancelled. The reason is null while healthy.
    public async Task RunAsync(Action<RunHealth, string?> report, CancellationToken cancellation)
    {
        if (checks.Count == 0)
        {
            report(RunHealth.Healthy, null);
            return;
        }

        var began = time.GetTimestamp();
        var last = RunHealth.Unknown;
        var failures = 0;
        while (!cancellation.IsCancellationRequested)
        {
            var problem = await ProblemAsync(cancellation);
            if (cancellation.IsCancellationRequested)
                return;
            failures = problem is null ? 0 : failures + 1;
            var health = problem is null ? RunHealth.Healthy : RunHealth.Unhealthy;
            if (health == RunHealth.Healthy || last != RunHealth.Healthy || failures >= 2)
            {
                report(health, problem);
                last = health;
            }

            var pause = health == RunHealth.Healthy ? WhileHealthy
                : time.GetElapsedTime(began) > UnhealthyForLong ? TimeSpan.FromSeconds(1) : WhileUnhealthy;
            await Task.Delay(pause, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<string?> ProblemAsync(CancellationToken cancellation)
    {
        foreach (var check in checks)
        {
            try
            {
                using var response = await Http.GetAsync(
                    new Uri($"http://localhost:{targetPorts[check.Endpoint]}{check.Path}"), HttpCompletionOption.ResponseHeadersRead, cancellation);
                if ((int)response.StatusCode != check.StatusCode)
                    return $"GET {check.Path} answers {(int)response.StatusCode}";
            }
            catch (HttpRequestException refused)
            {
                return $"GET {check.Path}: {refused.Message}";
            }
            catch (OperationCanceledException)
            {
                return $"GET {check.Path}: no answer in {Http.Timeout.TotalSeconds} s";
            }
        }

        return null;
    }
}
