using System.Buffers.Binary;
using Embedded.Hub.Storage;

namespace Embedded.Hub.Topics;

/// <summary>Writes how far a group is. What it says when it runs counts; a crash before costs redeliveries, no message.</summary>
internal sealed class GroupPlaceWork(ConsumerGroup group) : WriteWork
{
    public override void Run(WriteScope scope)
    {
        var (place, open) = group.Place();
        var bytes = new byte[open.Length * sizeof(long)];
        for (var at = 0; at < open.Length; at++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at * sizeof(long)), open[at]);
        scope.Session.Of("""
            INSERT INTO consumer_group (topic, name, place, open) VALUES (?, ?, ?, ?)
            ON CONFLICT (topic, name) DO UPDATE SET place = excluded.place, open = excluded.open
            """)
            .Bind(1, group.TopicKey).Bind(2, group.Name).Bind(3, place).Bind(4, bytes).Execute();
    }

    public override void Committed() => group.PlaceWritten();

    public override void Failed(Exception failure) => group.PlaceNotWritten();
}
