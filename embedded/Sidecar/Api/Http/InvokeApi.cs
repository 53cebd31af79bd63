using Embedded.Sidecar.Api.Invocation;
using Grpc.Core;

namespace Embedded.Sidecar.Api.Http;

/// <summary>/v1.0/invoke, and every other path with the header dapr-app-id</summary>
internal static class InvokeApi
{
    private static readonly PathString[] Versions = ["/v1.0", "/v1.0-alpha1", "/v1.0-beta1"];

    /// <summary>Maps the paths. Call it last, because the fallback answers every other path.</summary>
    public static void MapInvoke(this IEndpointRouteBuilder http, Invoker invoker)
    {
        http.Map("/v1.0/invoke/{app}/method/{**path}", (HttpContext context, string app) =>
            invoker.InvokeAsync(context, app, Target(context), isGrpc: false));
        http.MapFallback((HttpContext context) =>
        {
            if (context.Request.Headers["dapr-app-id"].ToString() is { Length: > 0 } app)
                return invoker.InvokeAsync(context, app, $"{context.Request.Path}{context.Request.QueryString}", isGrpc: false);
            if (Versions.Any(version => context.Request.Path.StartsWithSegments(version)))
                throw DaprError.NotSupported($"{context.Request.Method} {context.Request.Path}");
            throw new DaprError(
                StatusCodes.Status404NotFound, "ERR_DIRECT_INVOKE",
                "failed getting app id either from the URL path or the header dapr-app-id", StatusCode.NotFound);
        });
    }

    // Cut from the path as it was escaped: in a route value a %3F has become a ?, which would begin the query.
    private static string Target(HttpContext context)
    {
        var path = context.Request.Path.ToUriComponent();
        var at = 0;
        for (var segments = 0; segments < 4 && at >= 0; segments++)
            at = path.IndexOf('/', at + 1);
        return $"{(at < 0 ? "/" : path[at..])}{context.Request.QueryString}";
    }
}
