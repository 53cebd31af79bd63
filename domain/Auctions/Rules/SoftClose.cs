namespace Auctions.Rules;

/// <summary>
/// How late raises extend an auction, so that bidding at the last second is no advantage. A raise received within
/// <paramref name="Window"/> before the close moves the close to <paramref name="Extension"/> after the receipt, but never to an
/// earlier time.
/// </summary>
/// <param name="Window">Above zero, at most as long as the auction.</param>
/// <param name="Extension">Above zero.</param>
/// <param name="MaxTotal">How far all raises together may move the close; null for no limit.</param>
public sealed record SoftClose(TimeSpan Window, TimeSpan Extension, TimeSpan? MaxTotal = null);
