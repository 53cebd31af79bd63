namespace Auctions.Api.Page;

/// <summary>The page under wwwroot, with headers that let it load its own files and connect to live servers only.</summary>
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
                // Files keep their names when they change, so each use asks whether it still is the one.
                headers.CacheControl = "no-cache";
            },
        });
    }
}
