using Embedded.Sidecar.Api.Publishing;

namespace Embedded.Sidecar.Api.Http;

/// <summary>/v1.0/publish</summary>
internal static class PublishApi
{
    private const string MetadataPrefix = "metadata.";

    public static void MapPublish(this IEndpointRouteBuilder http, Publisher publisher) =>
        http.MapMethods("/v1.0/publish/{pubsub}/{**topic}", [HttpMethods.Post, HttpMethods.Put], async (
            HttpContext context, string pubsub, string? topic) =>
        {
            var metadata = context.Request.Query
                .Where(pair => pair.Key.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
                .ToDictionary(pair => pair.Key[MetadataPrefix.Length..], pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            await publisher.PublishAsync(
                pubsub, topic ?? "", await Body.ReadAsync(context), context.Request.ContentType, metadata, context.RequestAborted);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });
}
