using Embedded.Sidecar.Workflows;

namespace Embedded.Sidecar.Hub.Frames;

/// <summary>The format of the hub's types in frames; each pair of methods is one format.</summary>
internal static class FrameFormat
{
    /// <summary>The version of the protocol, which grows with every change. Both sides must have the same.</summary>
    public const int Version = 4;

    public static void Write(FrameWriter to, StateWrite write)
    {
        to.Text(write.Key);
        to.Bool(write.Value is not null);
        if (write.Value is { } value)
            to.Bytes(value.Span);
        to.Text(write.ETag);
        to.Bool(write.FirstWrite);
        to.OptionalInt(write.TtlSeconds);
    }

    public static StateWrite ReadStateWrite(ref FrameReader from)
    {
        var key = from.Text()!;
        // With an explicit type, because a byte[] that is null would become an empty value.
        var value = from.Bool() ? from.Bytes() : (ReadOnlyMemory<byte>?)null;
        return new(key, value, from.Text(), from.Bool(), from.OptionalInt());
    }

    public static void Write(FrameWriter to, StateItem? item)
    {
        to.Bool(item is not null);
        if (item is not { } found)
            return;
        to.Bytes(found.Value.Span);
        to.Text(found.ETag);
    }

    public static StateItem? ReadStateItem(ref FrameReader from) => from.Bool() ? new StateItem(from.Bytes(), from.Text()!) : null;

    public static void Write(FrameWriter to, TopicMessage message)
    {
        to.Text(message.PubSub);
        to.Text(message.Topic);
        to.Bytes(message.Body.Span);
        to.Text(message.ContentType);
        to.Text(message.TraceParent);
        to.OptionalInt(message.TtlSeconds);
    }

    public static TopicMessage ReadMessage(ref FrameReader from) =>
        new(from.Text()!, from.Text()!, from.Bytes(), from.Text()!, from.Text(), from.OptionalInt());

    public static void Write(FrameWriter to, Subscription subscription)
    {
        to.Text(subscription.PubSub);
        to.Text(subscription.Topic);
        to.Text(subscription.Group);
        to.Bool(subscription.Broadcast);
        to.Int(subscription.MaxInFlight);
    }

    public static Subscription ReadSubscription(ref FrameReader from) =>
        new(from.Text()!, from.Text()!, from.Text()!, from.Bool(), from.Int());

    public static void Write(FrameWriter to, AppInstance instance)
    {
        to.Text(instance.InstanceId);
        to.Text(instance.AppId);
        to.Text(instance.Address);
    }

    public static AppInstance ReadInstance(ref FrameReader from) => new(from.Text()!, from.Text()!, from.Text()!);

    public static void Write(FrameWriter to, WorkflowCall call)
    {
        to.Text(call.App);
        to.Text(call.Method);
        to.Bytes(call.Request.Span);
        to.Text(call.TraceParent);
    }

    public static WorkflowCall ReadWorkflowCall(ref FrameReader from) => new(from.Text()!, from.Text()!, from.Bytes(), from.Text());

    public static void Write(FrameWriter to, WorkflowAnswer answer)
    {
        to.Int(answer.Code);
        to.Text(answer.Message);
        to.Bytes(answer.Response.Span);
    }

    public static WorkflowAnswer ReadWorkflowAnswer(ref FrameReader from) => new(from.Int(), from.Text()!, from.Bytes());

    public static void Write(FrameWriter to, WorkflowRetention retention)
    {
        to.OptionalInt((int?)retention.Completed?.TotalSeconds);
        to.OptionalInt((int?)retention.Failed?.TotalSeconds);
        to.OptionalInt((int?)retention.Terminated?.TotalSeconds);
    }

    public static WorkflowRetention ReadRetention(ref FrameReader from) =>
        new(Seconds(from.OptionalInt()), Seconds(from.OptionalInt()), Seconds(from.OptionalInt()));

    private static TimeSpan? Seconds(int? seconds) => seconds is { } kept ? TimeSpan.FromSeconds(kept) : null;
}
