using Embedded.Sidecar.Invocation;
using Grpc.Core;

namespace Embedded.Sidecar.Http;

/// <summary>/v1.0/invoke, and any other path with a dapr-app-id.</summary>
internal static class InvokeApi
{
    /// <summary>Maps them; the last ones, for they take every path that is left.</summary>
    public static void MapInvoke(this IEndpointRouteBuilder http, Invoker invoker)
    {
        http.Map("/v1.0/invoke/{app}/method/{**path}", (HttpContext context, string app) =>
            invoker.InvokeAsync(context, app, Target(context), isGrpc: false));
        http.MapFallback((HttpContext context) =>
        {
            if (context.Request.Headers["dapr-app-id"].ToString() is { Length: > 0 } app)
                return invoker.InvokeAsync(context, app, $"{context.Request.Path}{context.Request.QueryString}", isGrpc: false);
            if (context.Request.Path.StartsWithSegments("/v1.0") || context.Request.Path.StartsWithSegments("/v1.0-alpha1") || context.Request.Path.StartsWithSegments("/v1.0-beta1"))
                throw DaprError.NotSupported($"{context.Request.Method} {context.Request.Path}");
            throw new DaprError(
                StatusCodes.Status404NotFound, "ERR_DIRECT_INVOKE",
                "failed getting app id either from the URL path or the header dapr-app-id", StatusCode.NotFound);
        });
    }

    // What the caller escaped stays escaped: a route's value is text, in which a %3F has become the query's beginning.
    private static string Target(HttpContext context)
    {
        var path = context.Request.Path.ToUriComponent();
        var at = 0;
        for (var segments = 0; segments < 4 && at >= 0; segments++)
            at = path.IndexOf('/', at + 1);
        return $"{(at < 0 ? "/" : path[at..])}{context.Request.QueryString}";
    }
}
