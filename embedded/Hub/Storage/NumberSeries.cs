namespace Embedded.Hub.Storage;

/// <summary>
/// Ascending numbers of which none is given twice, not even after a crash: a block at a time is taken from the file,
/// in the transaction that uses its first number.
/// </summary>
internal sealed class NumberSeries(Session session)
{
    private const int BlockSize = 100_000;
    private long _next;
    private long _end;

    public long Next()
    {
        if (_next == _end)
            TakeBlock();
        return _next++;
    }

    /// <summary>After a rollback: the block may have been taken in what was undone.</summary>
    public void Forget() => _next = _end = 0;

    private void TakeBlock()
    {
        var take = session.Of("UPDATE numbers SET next = next + ? RETURNING next");
        take.Bind(1, BlockSize).Step();
        _end = take.Integer(0);
        _next = _end - BlockSize;
        take.Step();
        take.Reset();
    }
}
