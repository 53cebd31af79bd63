namespace Auctions;

/// <summary>
/// Command ids: <c>{auction}.{rest}</c>. An id begins with the auction it is about, so that what became of a command
/// can be looked up without an index.
/// </summary>
public static class CommandIds
{
    /// <summary>An id for a wish that came without an idempotency key.</summary>
    /// <param name="auction">The auction's id.</param>
    /// <param name="unique">Any string that no other command of the auction has: letters, digits, <c>-</c>.</param>
    public static string New(string auction, string unique) => throw new NotImplementedException();

    /// <summary>The same id for the same user, auction and key, whoever computes it and whenever.</summary>
    public static string FromIdempotencyKey(string auction, string user, string idempotencyKey) => throw new NotImplementedException();

    /// <summary>The auction a command id is about; null where the id has no such form.</summary>
    public static string? AuctionOf(string commandId) => throw new NotImplementedException();
}
