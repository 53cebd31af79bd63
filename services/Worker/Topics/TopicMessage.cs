using System.Text.Json;
using System.Text.Json.Serialization;
using Auctions.Bus;
using Auctions.Lifecycle;
using Auctions.Raising;
using Auctions.Rules;

namespace Auctions.Worker.Topics;

/// <summary>
/// A message that doesn't say its type: the body of the HTTP call, plus <c>user</c> and <c>command</c>, and <c>auction</c>,
/// which over HTTP is in the path. One with an amount or a maximum is a raise, one with a <c>title</c> is a new auction.
/// </summary>
internal sealed record TopicMessage
{
    private static readonly JsonSerializerOptions Strict = new(AuctionJson.Options)
    {
        PropertyNameCaseInsensitive = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
    };

    public string? Command { get; init; }

    public string? User { get; init; }

    public string? Auction { get; init; }

    public decimal? Amount { get; init; }

    public decimal? Maximum { get; init; }

    public string? Title { get; init; }

    public string? Currency { get; init; }

    public decimal? StartingPrice { get; init; }

    public IReadOnlyList<IncrementBand>? Increments { get; init; }

    public DateTimeOffset? OpensAt { get; init; }

    public DateTimeOffset? ClosesAt { get; init; }

    public bool? LadderOnly { get; init; }

    public decimal? ReservePrice { get; init; }

    public decimal? BuyNowPrice { get; init; }

    public BuyNowUntil? BuyNowUntil { get; init; }

    public SoftClose? SoftClose { get; init; }

    /// <summary>Reads a message.</summary>
    /// <param name="body">The JSON.</param>
    /// <param name="problem">Why it is none, where the answer is null.</param>
    public static TopicMessage? Read(ReadOnlySpan<byte> body, out string? problem)
    {
        try
        {
            var message = JsonSerializer.Deserialize<TopicMessage>(body, Strict);
            problem = message is null ? "it is null" : message.Problem();
            return problem is null ? message : null;
        }
        catch (JsonException unreadable)
        {
            problem = unreadable.Message;
            return null;
        }
    }

    /// <summary>The raise that the message is; null where it is a new auction.</summary>
    public AuctionRaiseCommand? AsRaise(DateTimeOffset receivedAt) => IsRaise
        ? new AuctionRaiseCommand(Command!, Auction!, User!, Amount, receivedAt) { Maximum = Maximum }
        : null;

    /// <summary>The new auction that the message is.</summary>
    public OpenAuctionCommand AsOpening(DateTimeOffset receivedAt) => new(
        Command!, Auction!, User!,
        new AuctionTerms(Title!, Currency!, StartingPrice!.Value, Increments, OpensAt, ClosesAt!.Value)
        {
            LadderOnly = LadderOnly ?? false,
            ReservePrice = ReservePrice,
            BuyNowPrice = BuyNowPrice,
            BuyNowUntil = BuyNowUntil ?? default,
            SoftClose = SoftClose,
        }, receivedAt);

    private bool IsRaise => (Amount ?? Maximum) is not null;

    private string? Problem()
    {
        if (string.IsNullOrEmpty(Command))
            return "command is missing";
        if (string.IsNullOrEmpty(User))
            return "user is missing";
        if (string.IsNullOrEmpty(Auction))
            return "auction is missing";
        if (CommandIds.AuctionOf(Command) != Auction)
            return $"command must begin with the auction's id and a dot: {Auction}.…";
        if (IsRaise)
            return IsAnyTermGiven() ? "it has an amount or a maximum and an auction's terms" : null;
        return Title is null || Currency is null || StartingPrice is null || ClosesAt is null
            ? "it has neither an amount nor a maximum nor title, currency, startingPrice and closesAt"
            : null;
    }

    private bool IsAnyTermGiven() =>
        (Title ?? Currency) is not null || StartingPrice is not null || Increments is not null || OpensAt is not null || ClosesAt is not null
        || LadderOnly is not null || (ReservePrice ?? BuyNowPrice) is not null || BuyNowUntil is not null || SoftClose is not null;
}
