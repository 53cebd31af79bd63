using Auctions.Api.Access;
using Auctions.Api.Bodies;
using Auctions.Api.Handover;
using Auctions.Bus;
using Auctions.Lifecycle;
using Auctions.Views;
using Auctions.Rules;

namespace Auctions.Api.Opening;

/// <summary><c>POST /auctions</c>: a seller creates an auction.</summary>
internal static class OpenAuctionEndpoint
{
    public static void MapAuctionOpening(this IEndpointRouteBuilder app) =>
        app.MapPost("/auctions", OpenAsync).Creates<AuctionView>().WithTags("auctions");

    private static Task<IResult> OpenAsync(
        JsonBody<AuctionRequest> body, HttpContext context, CommandBus bus, IAuctionReader reader, TimeProvider time) =>
        CreateEndpoint.HandleAsync(
            "auction", body, request => request.Problems(),
            (request, id, command) => new OpenAuctionCommand(command, id, context.User.UserId(), request.Terms(), time.GetUtcNow()),
            reader.FindAsync, bus, context);
}

/// <summary>The body of <c>POST /auctions</c>.</summary>
internal sealed record AuctionRequest : TermsRequest
{
    /// <summary>When the auction opens; at once by default.</summary>
    public DateTimeOffset? OpensAt { get; init; }

    /// <summary>When the auction closes.</summary>
    public DateTimeOffset? ClosesAt { get; init; }

    /// <inheritdoc/>
    public override List<FieldProblem> Problems()
    {
        var problems = base.Problems();
        Require(problems, ClosesAt is not null, "closesAt");
        return problems;
    }

    /// <summary>The terms; call it only if there are no <see cref="Problems"/>.</summary>
    public AuctionTerms Terms() => Terms(OpensAt, ClosesAt!.Value);
}
