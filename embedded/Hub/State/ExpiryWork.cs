using Embedded.Hub.Storage;

namespace Embedded.Hub.State;

/// <summary>Removes items that have expired, a few at a time: readers don't see them anyway.</summary>
internal sealed class ExpiryWork(long now) : WriteWork<int>
{
    private int _removed;

    public const int MostAtOnce = 1_000;

    protected override int Result => _removed;

    public override void Run(WriteScope scope) =>
        _removed = scope.Session.Of("DELETE FROM state WHERE rowid IN (SELECT rowid FROM state WHERE expires <= ? LIMIT ?)")
            .Bind(1, now).Bind(2, MostAtOnce).Execute();
}
