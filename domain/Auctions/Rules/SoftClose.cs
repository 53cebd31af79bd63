namespace Auctions.Rules;

/// <summary>
/// How late raises put off the close, so that nobody wins by being last: a raise received within
/// <paramref name="Window"/> of it moves it to <paramref name="Extension"/> after that receipt. It never comes nearer.
/// </summary>
/// <param name="Window">Above zero, at most as long as the auction.</param>
/// <param name="Extension">Above zero.</param>
/// <param name="MaxTotal">How far the close may move in all; null without a limit.</param>
public sealed record SoftClose(TimeSpan Window, TimeSpan Extension, TimeSpan? MaxTotal = null);
