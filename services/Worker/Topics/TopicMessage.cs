using System.Text.Json;
using System.Text.Json.Serialization;
using Auctions.Bus;
using Auctions.Lifecycle;
using Auctions.Raising;
using Auctions.Rules;

namespace Auctions.Worker.Topics;

/// <summary>
/// A message without a type. It has the fields of the HTTP request's body, and also <c>user</c>, <c>command</c> and
/// <c>auction</c>. A message with an amount or a maximum is a raise; any other is a new auction.
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
    /// <param name="problem">What is wrong with the message; null where it is valid.</param>
    /// <returns>The message; null where it is invalid.</returns>
    public static TopicMessage? Read(ReadOnlySpan<byte> body, out string? problem)
    {
        try
        {
            var message = JsonSerializer.Deserialize<TopicMessage>(body, Strict);
            problem = message is null ? "the message is null" : message.Problem();
            return problem is null ? message : null;
        }
        catch (JsonException unreadable)
        {
            problem = unreadable.Message;
            return null;
        }
    }

    /// <summary>The command of a raise; null where the message is a new auction.</summary>
    public AuctionRaiseCommand? AsRaise(DateTimeOffset receivedAt) => IsRaise
        ? new AuctionRaiseCommand(Command!, Auction!, User!, Amount, receivedAt) { Maximum = Maximum }
        : null;

    /// <summary>The command of a new auction.</summary>
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
            return IsAnyTermGiven() ? "the message has an amount or a maximum, and also terms of an auction" : null;
        return Title is null || Currency is null || StartingPrice is null || ClosesAt is null
            ? "the message has no amount and no maximum, and lacks title, currency, startingPrice or closesAt"
            : null;
    }

    private bool IsAnyTermGiven() =>
        (Title ?? Currency) is not null || StartingPrice is not null || Increments is not null || OpensAt is not null || ClosesAt is not null
        || LadderOnly is not null || (ReservePrice ?? BuyNowPrice) is not null || BuyNowUntil is not null || SoftClose is not null;
}
