using Embedded.Sidecar.Storage;

namespace Embedded.Sidecar.Hub.Topics;

/// <summary>Appends the messages of one call to their topics, and delivers them when they are on disk.</summary>
internal sealed class PublishWork(IReadOnlyList<TopicMessage> messages, TopicDirectory topics, TimeProvider time) : WriteWork<bool>
{
    private readonly long[] _ids = new long[messages.Count];

    protected override bool Result => true;

    public override void Run(WriteScope scope)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        for (var at = 0; at < _ids.Length; at++)
        {
            var message = messages[at];
            _ids[at] = scope.NextNumber();
            scope.Session.Prepare("INSERT INTO message (id, topic, body, content_type, trace_parent, at, expires) VALUES (?, ?, ?, ?, ?, ?, ?)")
                .Bind(1, _ids[at]).Bind(2, TopicDirectory.KeyOf(message.PubSub, message.Topic)).Bind(3, message.Body.Span)
                .Bind(4, message.ContentType).Bind(5, message.TraceParent).Bind(6, now)
                .Bind(7, message.TtlSeconds is { } seconds ? now + seconds * 1000L : null)
                .Execute();
        }
    }

    public override void Committed()
    {
        // On the writer's thread, so that the messages of a topic are delivered in the order of their ids.
        try
        {
            for (var at = 0; at < _ids.Length; at++)
                topics.Append(_ids[at], messages[at]);
        }
        finally
        {
            // The messages are on disk, so the publisher gets its answer even where a delivery failed.
            base.Committed();
        }
    }
}
