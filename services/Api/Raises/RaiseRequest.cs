namespace Auctions.Api.Raises;

/// <summary>The body of <c>POST /auctions/{id}/raises</c>.</summary>
internal sealed record RaiseRequest
{
    /// <summary>The amount in the auction's currency, above 0; or else a maximum.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Hidden: up to what the house shall bid for the bidder, as little as leads.</summary>
    public decimal? Maximum { get; init; }
}
