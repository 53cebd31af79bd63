using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Auctions.Auctioneering;
using Auctions.Lifetime;
using Auctions.Raising;
using Auctions.Rules;
using Auctions.Sessions;

namespace Auctions.Store;

/// <summary>
/// Fingerprints of wishes: who wants what, without when. Two commands of one id and one fingerprint are the same
/// command sent twice; with two fingerprints, an id was used for two things.
/// </summary>
public static class Wishes
{
    /// <summary>The fingerprint of what a command wants.</summary>
    /// <exception cref="ArgumentException">It is no command of an auction.</exception>
    public static string Of(object command) => command switch
    {
        AuctionRaiseCommand raise => Of(raise),
        OpenAuctionCommand opening => Of(opening),
        OpenSessionCommand opening => Of(opening),
        AuctioneerCommand wish => Of(wish),
        _ => throw new ArgumentException($"{command.GetType().Name} is no command of an auction.", nameof(command)),
    };

    /// <summary>The fingerprint of a raise.</summary>
    public static string Of(AuctionRaiseCommand command) =>
        Fingerprint(new
        {
            Kind = "raise",
            command.Auction,
            User = command.Bidder,
            Amount = command.Amount is { } amount ? Money.Plain(amount) : (decimal?)null,
            Maximum = command.Maximum is { } maximum ? Money.Plain(maximum) : (decimal?)null,
        });

    /// <summary>The fingerprint of an auctioneer's wish.</summary>
    public static string Of(AuctioneerCommand command) => Fingerprint(new
    {
        Kind = "auctioneer",
        command.Auction,
        command.User,
        command.Wish,
        Step = command.Step is { } step ? Money.Plain(step) : (decimal?)null,
        command.Bid,
        command.Why,
    });

    /// <summary>The fingerprint of an opening.</summary>
    public static string Of(OpenAuctionCommand command) =>
        Fingerprint(new { Kind = "open", command.Auction, User = command.Seller, Terms = Plain(command.Terms) });

    /// <summary>The fingerprint of a session's opening.</summary>
    public static string Of(OpenSessionCommand command) => Fingerprint(new
    {
        Kind = "session",
        command.Session,
        User = command.Seller,
        command.Terms.Title,
        OpensAt = command.Terms.OpensAt?.ToUniversalTime(),
        command.Terms.Gap,
        command.Terms.Interval,
        Lots = command.Terms.Lots.Select(lot => new { Terms = Plain(lot.Terms), lot.Duration }).ToArray(),
    });

    // The same terms written otherwise (12.50 for 12.5, another offset for the same instant) are the same terms.
    private static AuctionTerms Plain(AuctionTerms terms) => terms with
    {
        StartingPrice = Money.Plain(terms.StartingPrice),
        Increments = terms.Increments?.Select(band => new IncrementBand(Money.Plain(band.From), Money.Plain(band.Step))).ToArray(),
        OpensAt = terms.OpensAt?.ToUniversalTime(),
        ClosesAt = terms.ClosesAt.ToUniversalTime(),
        ReservePrice = terms.ReservePrice is { } reserve ? Money.Plain(reserve) : null,
        BuyNowPrice = terms.BuyNowPrice is { } buyNow ? Money.Plain(buyNow) : null,
    };

    // 96 bits: ids of one auction are compared with each other, and only where they are equal.
    private static string Fingerprint<TWish>(TWish wish) =>
        Base64Url.EncodeToString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(wish, AuctionJson.Options)).AsSpan(0, 12));
}
