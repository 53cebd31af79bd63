using System.Buffers.Binary;
using Embedded.Sidecar.Storage;

namespace Embedded.Sidecar.Hub.Topics;

/// <summary>Saves the position that a group has when the write runs. A crash before that costs redeliveries, but no message.</summary>
internal sealed class SavePositionWork(ConsumerGroup group) : WriteWork
{
    public override void Run(WriteScope scope)
    {
        var (position, open) = group.BeginSave();
        var bytes = new byte[open.Length * sizeof(long)];
        for (var at = 0; at < open.Length; at++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at * sizeof(long)), open[at]);
        scope.Session.Prepare("""
            INSERT INTO consumer_group (topic, name, place, open) VALUES (?, ?, ?, ?)
            ON CONFLICT (topic, name) DO UPDATE SET place = excluded.place, open = excluded.open
            """)
            .Bind(1, group.TopicKey).Bind(2, group.Name).Bind(3, position).Bind(4, bytes).Execute();
    }

    public override void Committed() => group.EndSave(succeeded: true);

    public override void Failed(Exception failure) => group.EndSave(succeeded: false);
}
