using Microsoft.AspNetCore.Http;

namespace Aspire.Hosting.Dashboard;

// The dashboard can start and stop programs, so no web page but its own may call it. A name that isn't this machine's
// (a foreign name that was pointed here) is refused; so is a change that a browser sends for another site, or that a
// plain HTML form could send.
internal sealed class LocalCallersOnly(RequestDelegate next)
{
    private static readonly string[] LocalNames = ["localhost", "127.0.0.1", "[::1]"];

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!LocalNames.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
            return RefuseAsync(context, StatusCodes.Status421MisdirectedRequest, "This is only served by the name localhost.");
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            if (IsFromElsewhere(request))
                return RefuseAsync(context, StatusCodes.Status403Forbidden, "Another site's page may not change anything here.");
            if (!request.HasJsonContentType())
                return RefuseAsync(context, StatusCodes.Status415UnsupportedMediaType, "A change needs Content-Type: application/json.");
        }

        context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    }

    private static bool IsFromElsewhere(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        return (site.Length > 0 && site is not ("same-origin" or "none"))
            || (origin.Length > 0 && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase));
    }

    private static Task RefuseAsync(HttpContext context, int status, string why) =>
        Results.Problem(statusCode: status, title: why).ExecuteAsync(context);
}
