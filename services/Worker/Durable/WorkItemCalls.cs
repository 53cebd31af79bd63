using Auctions.ServiceDefaults.Sidecars;

namespace Auctions.Worker.Durable;

/// <summary>
/// Lets the calls be by which the SDK gets work and brings results: the stream lasts as long as the worker, and a result
/// that is given up is work done in vain. What hangs is found out by the connection's pings.
/// </summary>
internal sealed class WorkItemCalls(TimeProvider time) : DelegatingHandler
{
    // The SDK looks again after 5 s only, and a sidecar is often started beside its worker.
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
