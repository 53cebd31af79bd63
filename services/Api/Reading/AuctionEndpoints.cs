using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Auctions.Api.Errors;
using Auctions.Views;
using Auctions.Rules;
using Microsoft.Net.Http.Headers;

namespace Auctions.Api.Reading;

/// <summary>What everybody may read: the list of auctions, one auction and its bids.</summary>
internal static class AuctionEndpoints
{
    private const int DefaultBids = 100;
    private const int MostBids = 1000;

    public static void MapAuctions(this IEndpointRouteBuilder app)
    {
        app.MapGet("/auctions", ListAsync).Produces<AuctionList>().ProducesProblem(400).WithTags("auctions");
        app.MapGet("/auctions/{id}", FindAsync).Produces<AuctionView>().Produces(304).ProducesProblem(404).WithTags("auctions");
        app.MapGet("/auctions/{id}/bids", BidsAsync).Produces<BidList>().ProducesProblem(400).ProducesProblem(404).WithTags("auctions");
    }

    private static async Task<IResult> ListAsync(string? status, string? lots, IAuctionReader reader, CancellationToken cancellation)
    {
        AuctionStatus? wanted = null;
        if (status is not null)
        {
            // TryParse alone would accept numbers too.
            if (!status.All(char.IsAsciiLetterLower) || !Enum.TryParse<AuctionStatus>(status, ignoreCase: true, out var known))
            {
                var names = Enum.GetNames<AuctionStatus>().Select(name => name.ToLowerInvariant());
                return Problems.Invalid("status", $"must be one of: {string.Join(", ", names)}");
            }

            wanted = known;
        }

        if (lots is not (null or "true" or "false"))
            return Problems.Invalid("lots", "must be true or false");
        return TypedResults.Ok(new AuctionList(await reader.ListAsync(wanted, withLots: lots != "false", cancellation)));
    }

    private static async Task<IResult> FindAsync(string id, HttpContext context, IAuctionReader reader)
    {
        if (!AuctionIds.IsWellFormed(id) || await reader.FindAsync(id, context.RequestAborted) is not { } view)
            return Problems.UnknownAuction();

        var etag = ETagOf(view);
        var headers = context.Response.GetTypedHeaders();
        headers.ETag = etag;
        headers.CacheControl = new CacheControlHeaderValue { NoCache = true };
        return IsKnown(context.Request.GetTypedHeaders().IfNoneMatch, etag)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(view);
    }

    private static async Task<IResult> BidsAsync(
        string id, string? after, string? limit, IAuctionReader reader, CancellationToken cancellation)
    {
        if (!TryRead(after, 0, 0, long.MaxValue, out var afterSeq))
            return Problems.Invalid("after", "must be a whole number, 0 or more");
        if (!TryRead(limit, DefaultBids, 1, MostBids, out var most))
            return Problems.Invalid("limit", $"must be a whole number from 1 to {MostBids}");

        return AuctionIds.IsWellFormed(id) && await reader.BidsAsync(id, afterSeq, (int)most, cancellation) is { } bids
            ? TypedResults.Ok(new BidList(bids))
            : Problems.UnknownAuction();
    }

    // The tag covers the whole view but the server's time. The seq alone is not enough: the status can change with the clock.
    private static EntityTagHeaderValue ETagOf(AuctionView view)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(view with { ServerTime = default }, AuctionJson.Options);
        return new($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"");
    }

    private static bool IsKnown(IList<EntityTagHeaderValue> known, EntityTagHeaderValue etag)
    {
        foreach (var tag in known)
            if (tag.Tag == "*" || tag.Compare(etag, useStrongComparison: false))
                return true;
        return false;
    }

    private static bool TryRead(string? text, long otherwise, long least, long most, out long value)
    {
        value = otherwise;
        return text is null
            || (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least && value <= most);
    }
}

/// <summary>The answer to <c>GET /auctions</c>.</summary>
/// <param name="Items">The auctions, the next to close first.</param>
internal sealed record AuctionList(IReadOnlyList<AuctionView> Items);

/// <summary>The answer to <c>GET /auctions/{id}/bids</c>.</summary>
/// <param name="Items">The bids by ascending seq.</param>
internal sealed record BidList(IReadOnlyList<BidView> Items);
