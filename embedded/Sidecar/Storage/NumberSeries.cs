namespace Embedded.Sidecar.Storage;

/// <summary>
/// Ascending numbers, of which none is given twice, not even after a crash. The file reserves them in blocks: a block is
/// reserved in the transaction that uses its first number.
/// </summary>
internal sealed class NumberSeries(Session session)
{
    private const int BlockSize = 100_000;
    private long _next;
    private long _end;

    public long Next()
    {
        if (_next == _end)
            ReserveBlock();
        return _next++;
    }

    /// <summary>Drops the current block, because a rollback may have undone its reservation.</summary>
    public void Reset() => _next = _end = 0;

    private void ReserveBlock()
    {
        var reserve = session.Prepare("UPDATE numbers SET next = next + ? RETURNING next");
        reserve.Bind(1, BlockSize).Step();
        _end = reserve.Integer(0);
        _next = _end - BlockSize;
        reserve.Step();
        reserve.Reset();
    }
}
