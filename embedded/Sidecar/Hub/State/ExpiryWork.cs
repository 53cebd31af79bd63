using Embedded.Sidecar.Storage;

namespace Embedded.Sidecar.Hub.State;

/// <summary>Removes expired items, which readers don't see, a limited number at a time.</summary>
internal sealed class ExpiryWork(long now) : WriteWork<int>
{
    private int _removed;

    public const int MostAtOnce = 1_000;

    protected override int Result => _removed;

    public override void Run(WriteScope scope) =>
        _removed = scope.Session.Prepare("DELETE FROM state WHERE rowid IN (SELECT rowid FROM state WHERE expires <= ? LIMIT ?)")
            .Bind(1, now).Bind(2, MostAtOnce).Execute();
}
