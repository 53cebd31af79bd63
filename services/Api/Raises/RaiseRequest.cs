using System.Text.Json;

namespace Auctions.Api.Raises;

/// <summary>The body of <c>POST /auctions/{id}/raises</c>.</summary>
internal sealed record RaiseRequest
{
    /// <summary>The amount in the auction's currency, above 0.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Not supported yet.</summary>
    public JsonElement? Maximum { get; init; }
}
