namespace Auctions.Api.Auctioneering;

/// <summary>The body of <c>POST /auctions/{id}/increment</c>.</summary>
internal sealed record IncrementChangeRequest
{
    /// <summary>The least step until the price comes to the next band, above 0.</summary>
    public decimal? Step { get; init; }
}
