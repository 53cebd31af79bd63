using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Auctions.ServiceDefaults.Tracing;

/// <summary>
/// Names the span of a request that a catch-all route forwards by its path, because the name of the route says nothing. Ids are
/// written as <c>{id}</c>: a name must not be different for every auction.
/// </summary>
internal static class ForwardedRequests
{
    private const int MostSegments = 4;

    /// <summary>Names the span of a request.</summary>
    public static void Name(Activity span, HttpResponse response)
    {
        var request = response.HttpContext.Request;
        if (response.HttpContext.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route }
            && route.StartsWith("{**", StringComparison.Ordinal))
            span.DisplayName = $"{request.Method} {Generalize(request.Path)}";
    }

    // In the paths of the API, every second segment is an id: /auctions/{id}/raises.
    private static string Generalize(PathString path)
    {
        var segments = path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments.Length > MostSegments ? "/…" : $"/{string.Join('/', segments.Select((segment, at) => at % 2 == 1 ? "{id}" : segment))}";
    }
}
