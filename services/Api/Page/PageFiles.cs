namespace Auctions.Api.Page;

/// <summary>Serves the page under wwwroot, with headers that let it load only its own files and connect only to live servers.</summary>
internal static class PageFiles
{
    private const string Policy =
        "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        + "form-action 'self'; frame-ancestors 'none'";

    public static void UsePage(this IApplicationBuilder app)
    {
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = file =>
            {
                var headers = file.Context.Response.Headers;
                headers.ContentSecurityPolicy = Policy;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";
                // The name of a file stays when its content changes, so a browser must ask each time whether its copy is current.
                headers.CacheControl = "no-cache";
            },
        });
    }
}
