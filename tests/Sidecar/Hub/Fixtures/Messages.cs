using Embedded.Sidecar.Hub;

namespace Sidecar.Tests.Hub.Fixtures;

/// <summary>Publishes messages of one topic, and subscribes to it.</summary>
internal static class Messages
{
    /// <summary>A message with this body.</summary>
    public static TopicMessage Of(string body, int? ttl = null) =>
        new("pubsub", "lots", Stage.Bytes(body), "text/plain", TtlSeconds: ttl);

    /// <summary>Publishes the bodies one by one.</summary>
    public static async Task PublishAsync(this IHub hub, params string[] bodies)
    {
        foreach (var body in bodies)
            await hub.PublishAsync(Of(body), TestContext.Current.CancellationToken);
    }

    /// <summary>Joins a consumer group.</summary>
    public static Member Compete(this IHub hub, string group = "worker", int most = 64) =>
        new(hub, new Subscription("pubsub", "lots", group, Broadcast: false, most));

    /// <summary>Begins to receive every message as a broadcast consumer.</summary>
    public static Member Listen(this IHub hub, string consumer = "pusher-1", int most = 64) =>
        new(hub, new Subscription("pubsub", "lots", consumer, Broadcast: true, most));
}
