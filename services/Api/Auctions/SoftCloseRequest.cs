namespace Auctions.Api.Auctions;

/// <summary>The soft close in the body of <c>POST /auctions</c>; durations as <c>hh:mm:ss</c>.</summary>
internal sealed record SoftCloseRequest
{
    /// <summary>A raise received so long before the close moves it.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>How long after that receipt the auction closes then.</summary>
    public TimeSpan? Extension { get; init; }

    /// <summary>How far the close may move in all; without a limit by default.</summary>
    public TimeSpan? MaxTotal { get; init; }
}
