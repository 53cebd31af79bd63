using Embedded.Hub.Workflows;

namespace Embedded.Hub.Link;

/// <summary>How the hub's own types are written in frames; each pair of methods is one format.</summary>
internal static class Wire
{
    /// <summary>Both sides must have the same; grows with every change of a format.</summary>
    public const int Version = 3;

    public static void Write(WireWriter to, in StateWrite write)
    {
        to.Text(write.Key);
        to.Bool(write.Value is not null);
        if (write.Value is { } value)
            to.Bytes(value.Span);
        to.Text(write.ETag);
        to.Bool(write.FirstWrite);
        to.Optional(write.TtlSeconds);
    }

    public static StateWrite ReadStateWrite(ref WireReader from)
    {
        var key = from.Text()!;
        // Of this type on both sides, for a byte[] that is null would become a value of no bytes.
        var value = from.Bool() ? from.Bytes() : (ReadOnlyMemory<byte>?)null;
        return new(key, value, from.Text(), from.Bool(), from.Optional());
    }

    public static void Write(WireWriter to, StateItem? item)
    {
        to.Bool(item is not null);
        if (item is not { } there)
            return;
        to.Bytes(there.Value.Span);
        to.Text(there.ETag);
    }

    public static StateItem? ReadStateItem(ref WireReader from) => from.Bool() ? new StateItem(from.Bytes(), from.Text()!) : null;

    public static void Write(WireWriter to, TopicMessage message)
    {
        to.Text(message.PubSub);
        to.Text(message.Topic);
        to.Bytes(message.Body.Span);
        to.Text(message.ContentType);
        to.Text(message.TraceParent);
        to.Optional(message.TtlSeconds);
    }

    public static TopicMessage ReadMessage(ref WireReader from) =>
        new(from.Text()!, from.Text()!, from.Bytes(), from.Text()!, from.Text(), from.Optional());

    public static void Write(WireWriter to, Subscription subscription)
    {
        to.Text(subscription.PubSub);
        to.Text(subscription.Topic);
        to.Text(subscription.Group);
        to.Bool(subscription.Broadcast);
        to.Int(subscription.MaxInFlight);
    }

    public static Subscription ReadSubscription(ref WireReader from) =>
        new(from.Text()!, from.Text()!, from.Text()!, from.Bool(), from.Int());

    public static void Write(WireWriter to, AppInstance instance)
    {
        to.Text(instance.InstanceId);
        to.Text(instance.AppId);
        to.Text(instance.Address);
    }

    public static AppInstance ReadInstance(ref WireReader from) => new(from.Text()!, from.Text()!, from.Text()!);

    public static void Write(WireWriter to, WorkflowCall call)
    {
        to.Text(call.App);
        to.Text(call.Method);
        to.Bytes(call.Request.Span);
        to.Text(call.TraceParent);
    }

    public static WorkflowCall ReadWorkflowCall(ref WireReader from) => new(from.Text()!, from.Text()!, from.Bytes(), from.Text());

    public static void Write(WireWriter to, WorkflowAnswer answer)
    {
        to.Int(answer.Code);
        to.Text(answer.Message);
        to.Bytes(answer.Response.Span);
    }

    public static WorkflowAnswer ReadWorkflowAnswer(ref WireReader from) => new(from.Int(), from.Text()!, from.Bytes());

    public static void WriteAll<T>(WireWriter to, IReadOnlyList<T> items, Action<WireWriter, T> write)
    {
        to.Int(items.Count);
        for (var at = 0; at < items.Count; at++)
            write(to, items[at]);
    }
}
