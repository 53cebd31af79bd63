using System.Text.Json;
using Embedded.Sidecar.Api.State;
using Embedded.Sidecar.Hub;

namespace Embedded.Sidecar.Api.Http;

/// <summary>/v1.0/state</summary>
internal static class StateApi
{
    public static void MapState(this IEndpointRouteBuilder http, StateStores stores)
    {
        http.MapMethods("/v1.0/state/{store}", [HttpMethods.Post, HttpMethods.Put], async (HttpContext context, string store) =>
        {
            await stores.Of(store).SaveAsync(StateBody.Saves(await Body.ReadAsync(context)), context.RequestAborted);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });
        http.MapPost("/v1.0/state/{store}/bulk", async (HttpContext context, string store) =>
            await BulkAsync(context, stores.Of(store), StateBody.Keys(await Body.ReadAsync(context))));
        http.MapMethods("/v1.0/state/{store}/transaction", [HttpMethods.Post, HttpMethods.Put], async (HttpContext context, string store) =>
        {
            await stores.Of(store).TransactAsync(StateBody.Operations(await Body.ReadAsync(context)), context.RequestAborted);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });
        http.MapGet("/v1.0/state/{store}/{key}", async (HttpContext context, string store, string key) =>
        {
            if (await stores.Of(store).GetAsync(key, context.RequestAborted) is not { } item)
            {
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return;
            }

            context.Response.ContentType = "application/json";
            context.Response.Headers.ETag = item.ETag;
            await context.Response.BodyWriter.WriteAsync(item.Value, context.RequestAborted);
        });
        http.MapDelete("/v1.0/state/{store}/{key}", async (HttpContext context, string store, string key) =>
        {
            var etag = context.Request.Headers.IfMatch.ToString();
            var isFirst = context.Request.Query["concurrency"] == "first-write";
            var delete = new StateWrite(key, null, etag.Length == 0 ? null : etag, isFirst && etag.Length > 0);
            await stores.Of(store).DeleteAsync([delete], context.RequestAborted);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });
    }

    private static async Task BulkAsync(HttpContext context, StateStore store, List<string> keys)
    {
        var items = await store.GetManyAsync(keys, context.RequestAborted);
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartArray();
        for (var at = 0; at < keys.Count; at++)
        {
            json.WriteStartObject();
            json.WriteString("key"u8, keys[at]);
            if (items[at] is { } item)
            {
                json.WritePropertyName("data"u8);
                json.WriteRawValue(item.Value.Span, skipInputValidation: true);
                json.WriteString("etag"u8, item.ETag);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        await json.FlushAsync(context.RequestAborted);
    }
}
