using Embedded.Sidecar.Storage;

namespace Embedded.Sidecar.Hub.Topics;

/// <summary>
/// Removes messages that every group has settled and that are too old for a broadcast consumer that reconnects, a
/// limited number at a time.
/// </summary>
internal sealed class PruneWork(IReadOnlyList<(string Key, long Through)> settled, long before) : WriteWork<int>
{
    public const int MostAtOnce = 5_000;

    private int _removed;

    protected override int Result => _removed;

    public override void Run(WriteScope scope)
    {
        _removed = 0;
        foreach (var (key, through) in settled)
            _removed += scope.Session.Prepare(
                "DELETE FROM message WHERE id IN (SELECT id FROM message WHERE topic = ? AND id <= ? AND at < ? ORDER BY id LIMIT ?)")
                .Bind(1, key).Bind(2, through).Bind(3, before).Bind(4, MostAtOnce).Execute();
    }
}
