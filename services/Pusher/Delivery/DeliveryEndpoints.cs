using System.Buffers;
using Auctions.Pusher.Presence;
using Auctions.ServiceDefaults.Tokens;

namespace Auctions.Pusher.Delivery;

/// <summary>
/// The endpoints for the sidecar: the subscriptions that it asks for, and the paths that it posts events to. Posts need the
/// <see cref="AppToken"/>, because watchers can reach this port too and must not be able to invent events.
/// </summary>
internal static class DeliveryEndpoints
{
    /// <summary>The most bytes that a delivery may have.</summary>
    public const int MaxBodyBytes = 1_048_576;

    private static readonly byte[] Success = """{"status":"SUCCESS"}"""u8.ToArray();
    private static readonly byte[] Drop = """{"status":"DROP"}"""u8.ToArray();

    private delegate bool TryDeliver(ReadOnlySpan<byte> cloudEvent);

    public static void MapDelivery(this IEndpointRouteBuilder app)
    {
        app.MapSubscribeHandler();
        var posts = app.MapGroup("/events").AddEndpointFilter<AppTokenFilter>();
        posts.MapPost("/auction", (HttpContext context, EventDelivery delivery) => DeliverAsync(context, delivery.TryDeliver))
            .WithTopic(Components.Events, Components.EventsTopic);
        posts.MapPost("/presence", (HttpContext context, EventDelivery delivery) => DeliverAsync(context, delivery.TryDeliverPresence))
            .WithTopic(Components.Events, DaprPresenceBus.Topic);
    }

    private static async Task<IResult> DeliverAsync(HttpContext context, TryDeliver tryDeliver)
    {
        // Asks for more bytes than a body may have, so that the read ends with the body.
        var reader = context.Request.BodyReader;
        var body = (await reader.ReadAtLeastAsync(MaxBodyBytes + 1, context.RequestAborted)).Buffer;
        var isDelivered = body.IsSingleSegment ? tryDeliver(body.FirstSpan) : tryDeliver(body.ToArray());
        reader.AdvanceTo(body.End);
        return TypedResults.Bytes(isDelivered ? Success : Drop, "application/json");
    }
}
