namespace Auctions.Store;

/// <summary>
/// Hears of every try to commit, so that metrics count what is committed and not what a worker meant to do. The calls come
/// from several auctions at once, and must neither wait nor throw.
/// </summary>
public interface ICommitListener
{
    /// <summary>Called when a head is written. A write whose answer got lost is not told.</summary>
    /// <param name="before">The head that was replaced; null for a new auction.</param>
    /// <param name="after">The head that was written.</param>
    /// <param name="took">The time from the read of the head to the end of the write.</param>
    void Committed(AuctionHead? before, AuctionHead after, TimeSpan took);

    /// <summary>Called when another process wrote the head first.</summary>
    void Conflicted();

    /// <summary>Called when the store failed, or didn't answer in time.</summary>
    void Failed();
}
