namespace Auctions.Api.Auctioneering;

/// <summary>The body of <c>POST /auctions/{id}/bids/{seq}/void</c>.</summary>
internal sealed record VoidRequest
{
    /// <summary>Why, in words; everybody is told. 1 to 500 characters.</summary>
    public string? Reason { get; init; }
}
