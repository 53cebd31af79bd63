using Auctions.ServiceDefaults.Sidecars;

namespace Auctions.Worker.Workflows;

/// <summary>
/// Exempts the SDK's calls for work items from the deadline of calls to the sidecar. The stream of work items lasts as long as the
/// worker, and the work is lost where the call that reports its result is abandoned. The connection's pings detect a sidecar that
/// hangs.
/// </summary>
internal sealed class WorkItemCalls(TimeProvider time) : DelegatingHandler
{
    // The SDK itself retries only after 5 s, and a sidecar often starts at the same time as its worker.
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(250);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var method = request.RequestUri!.Segments[^1];
        var isStream = method == "GetWorkItems";
        if (isStream || method.StartsWith("Complete", StringComparison.Ordinal))
            request.Options.Set(AnswerDeadline.None, true);
        while (true)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException away) when (isStream && away.HttpRequestError == HttpRequestError.ConnectionError)
            {
                await Task.Delay(BetweenTries, time, cancellationToken);
            }
        }
    }
}
