using System.Buffers;
using System.IO.Pipelines;
using Auctions.Pusher.Presence;

namespace Auctions.Pusher.Delivery;

/// <summary>
/// What the sidecar asks for and posts to. With <c>APP_API_TOKEN</c> set, a post without it (header
/// <c>dapr-api-token</c>) is refused: watchers reach this port too, and must not make events up.
/// </summary>
internal static class DeliveryEndpoints
{
    public const string EventsPath = "/events/auction";
    public const string PresencePath = "/events/presence";

    private static readonly byte[] Success = """{"status":"SUCCESS"}"""u8.ToArray();
    private static readonly byte[] Drop = """{"status":"DROP"}"""u8.ToArray();

    private delegate bool Take(ReadOnlySpan<byte> cloudEvent);

    public static void MapDelivery(this IEndpointRouteBuilder app)
    {
        app.MapGet("/dapr/subscribe", () => new[]
        {
            new { pubsubname = Components.Events, topic = Components.EventsTopic, route = EventsPath },
            new { pubsubname = Components.Events, topic = DaprPresenceBus.Topic, route = PresencePath },
        });

        var delivery = app.ServiceProvider.GetRequiredService<EventDelivery>();
        var posts = app.MapGroup("").AddEndpointFilter(new AppTokenFilter(app.ServiceProvider.GetRequiredService<IConfiguration>()));
        posts.MapPost(EventsPath, (HttpContext context) => AnswerAsync(context, delivery.TryDeliver));
        posts.MapPost(PresencePath, (HttpContext context) => AnswerAsync(context, delivery.TryDeliverPresence));
    }

    private static async Task AnswerAsync(HttpContext context, Take take)
    {
        var taken = await ReadAsync(context.Request.BodyReader, take, context.RequestAborted);
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(taken ? Success : Drop, context.RequestAborted);
    }

    private static async Task<bool> ReadAsync(PipeReader reader, Take take, CancellationToken cancellation)
    {
        while (true)
        {
            var result = await reader.ReadAsync(cancellation);
            if (result.IsCompleted)
            {
                var body = result.Buffer;
                var taken = body.IsSingleSegment ? take(body.FirstSpan) : take(body.ToArray());
                reader.AdvanceTo(body.End);
                return taken;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
