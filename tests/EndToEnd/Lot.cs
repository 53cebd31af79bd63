namespace EndToEnd.Tests;

/// <summary>The terms of an auction that a test decides again by itself.</summary>
/// <param name="ClosesAt">When it closes, without extensions.</param>
/// <param name="IsSoft">Whether late raises extend it.</param>
internal sealed record Lot(DateTimeOffset ClosesAt, bool IsSoft)
{
    public const decimal StartingPrice = 10;
    public const decimal Step = 1;

    /// <summary>How long before the end a raise extends the auction, and by how much.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    /// <summary>How far all raises together extend the auction.</summary>
    public static readonly TimeSpan MostExtension = TimeSpan.FromSeconds(3);

    /// <summary>The body of the request that opens the auction.</summary>
    public object Terms => new
    {
        title = "A lot that closes soon",
        currency = "EUR",
        startingPrice = StartingPrice,
        increments = new[] { new { from = 0m, step = Step } },
        closesAt = ClosesAt,
        softClose = IsSoft ? new { window = Window, extension = Window, maxTotal = MostExtension } : null,
    };
}
