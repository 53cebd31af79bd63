namespace Auctions.Api.Auctions;

/// <summary>One band of increments in the body of <c>POST /auctions</c>.</summary>
internal sealed record IncrementRequest
{
    /// <summary>The leading price from which the band holds, 0 or more.</summary>
    public decimal? From { get; init; }

    /// <summary>The least step, above 0.</summary>
    public decimal? Step { get; init; }
}
