using System.Diagnostics;
using System.Globalization;
using Embedded.Sidecar.Hub;
using Embedded.Sidecar.Policies;
using Embedded.Sidecar.Protocol;
using Embedded.Sidecar.Resources;
using Grpc.Core;
using Polly.Timeout;

namespace Embedded.Sidecar.Api.Publishing;

/// <summary>Publishes the app's messages to the hub.</summary>
internal sealed class Publisher(IHub hub, ResourceSet resources, string appId, TimeProvider time)
{
    private readonly Dictionary<string, PolicyRunner> _policies = resources.Components.Values
        .Where(component => component.IsPubSub)
        .ToDictionary(
            component => component.Name,
            component => new PolicyRunner(resources.Resiliency.Outbound.GetValueOrDefault(component.Name), time),
            StringComparer.Ordinal);

    /// <summary>Publishes a message, which is on disk when the call returns.</summary>
    /// <param name="pubSub">The component.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="payload">The message.</param>
    /// <param name="contentType">Its content type; null or empty means text/plain.</param>
    /// <param name="metadata">
    /// rawPayload and ttlInSeconds; cloudevent.id, .source, .type, .traceparent and .tracestate replace fields of the
    /// envelope, unless the message is a CloudEvent already.
    /// </param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="DaprError">The message could not be published.</exception>
    public async ValueTask PublishAsync(
        string pubSub, string topic, ReadOnlyMemory<byte> payload, string? contentType,
        IReadOnlyDictionary<string, string> metadata, CancellationToken cancellation)
    {
        if (!_policies.TryGetValue(pubSub, out var policy))
            throw new DaprError(
                StatusCodes.Status404NotFound, "ERR_PUBSUB_NOT_FOUND", $"pubsub {pubSub} is not found", StatusCode.NotFound, "DAPR_PUBSUB_NOT_FOUND");
        if (topic.Length == 0)
            throw new DaprError(
                StatusCodes.Status404NotFound, "ERR_TOPIC_NAME_EMPTY", $"topic is empty in pubsub {pubSub}", StatusCode.InvalidArgument,
                "DAPR_PUBSUB_TOPIC_NAME_EMPTY");

        var message = MessageOf(pubSub, topic, payload, string.IsNullOrEmpty(contentType) ? "text/plain" : contentType, metadata);
        try
        {
            await policy.RunAsync((hub, message), static async (wanted, token) =>
            {
                try
                {
                    await wanted.hub.PublishAsync(wanted.message, token);
                    return true;
                }
                catch (HubUnavailableException away)
                {
                    throw new CallFailure(away.Message, inner: away);
                }
            }, cancellation);
        }
        catch (Exception failure) when (failure is CallFailure or CircuitOpenException or TimeoutRejectedException)
        {
            throw DaprError.Internal(
                "ERR_PUBSUB_PUBLISH_MESSAGE", $"error when publish to topic {topic} in pubsub {pubSub}: {failure.Message}",
                "DAPR_PUBSUB_PUBLISH_MESSAGE");
        }
    }

    private TopicMessage MessageOf(
        string pubSub, string topic, ReadOnlyMemory<byte> payload, string contentType, IReadOnlyDictionary<string, string> metadata)
    {
        int? ttl = metadata.TryGetValue("ttlInSeconds", out var text)
            ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? seconds
                : throw DaprError.Malformed($"ttlInSeconds '{text}' is no whole number, 1 or more")
            : null;
        var fields = EnvelopeFields.Now(appId, pubSub, topic, time);
        if (metadata.Count > 0 && !Envelope.IsCloudEvent(contentType))
            fields = Override(fields, metadata);
        return metadata.TryGetValue("rawPayload", out var raw) && raw.Equals("true", StringComparison.OrdinalIgnoreCase)
            ? new TopicMessage(pubSub, topic, payload.ToArray(), "application/octet-stream", Activity.Current?.Id, ttl)
            : new TopicMessage(pubSub, topic, Envelope.Wrap(payload.Span, contentType, fields), Envelope.ContentType, Activity.Current?.Id, ttl);
    }

    private static EnvelopeFields Override(EnvelopeFields fields, IReadOnlyDictionary<string, string> metadata) => fields with
    {
        Id = metadata.GetValueOrDefault("cloudevent.id", fields.Id),
        Source = metadata.GetValueOrDefault("cloudevent.source", fields.Source),
        Type = metadata.GetValueOrDefault("cloudevent.type", fields.Type),
        TraceParent = metadata.TryGetValue("cloudevent.traceparent", out var parent) ? parent : fields.TraceParent,
        TraceState = metadata.TryGetValue("cloudevent.tracestate", out var state) ? state : fields.TraceState,
    };
}
