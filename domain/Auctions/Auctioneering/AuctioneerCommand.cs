using System.Text.Json.Serialization;
using Auctions.Bus;
using Auctions.Rules;

namespace Auctions.Auctioneering;

/// <summary>The auctioneer wants something of an auction. Who may is Api's to know: the owner, an admin.</summary>
/// <param name="CommandId">As <see cref="CommandIds"/> makes them: begins with the id of the auction.</param>
/// <param name="Auction">The auction's id.</param>
/// <param name="User">The user id of the auctioneer.</param>
/// <param name="Wish">What is wanted.</param>
/// <param name="ReceivedAt">When Api received it.</param>
public sealed record AuctioneerCommand(
    string CommandId, string Auction, string User, AuctioneerWish Wish, DateTimeOffset ReceivedAt)
    : ICommand<AuctioneerCommand>, IValidated, IRetryOnFail, IHandledAsynchronously, IReceivedCommand
{
    /// <summary>The most characters of <see cref="Why"/>.</summary>
    public const int MostWhyCharacters = 500;

    /// <summary>For <see cref="AuctioneerWish.Increment"/>: the new step, above 0.</summary>
    public decimal? Step { get; init; }

    /// <summary>For <see cref="AuctioneerWish.Void"/>: the seq of the bid.</summary>
    public long? Bid { get; init; }

    /// <summary>For <see cref="AuctioneerWish.Void"/>: why, in words; everybody is told. 1 to 500 characters.</summary>
    public string? Why { get; init; }

    /// <inheritdoc/>
    public static IReadOnlyList<Type> Handlers { get; } = [typeof(ObeyAuctioneer), typeof(TellWatchers)];

    /// <inheritdoc/>
    [JsonIgnore]
    public string Worker => AppIds.Worker;

    /// <inheritdoc/>
    [JsonIgnore]
    public int MaxRetry => CommandRetries.Most;

    /// <inheritdoc/>
    public TimeSpan RetryDelay(int tried) => CommandRetries.Delay(tried);

    /// <inheritdoc/>
    public IReadOnlyList<FieldProblem>? Validate()
    {
        var problems = new List<FieldProblem>();
        if (AuctionIds.IsWellFormed(Auction))
            CommandFields.CheckId(problems, CommandId, Auction);
        else
            problems.Add(new("auction", $"must be 1 to {AuctionIds.MostCharacters} letters, digits, - or _"));
        CommandFields.CheckUser(problems, User);
        if (!Enum.IsDefined(Wish))
            problems.Add(new("wish", "is unknown"));
        if (Wish == AuctioneerWish.Increment && Money.Problem(Step ?? 0, Currencies.MostDecimals) is { } problem)
            problems.Add(new("step", problem));
        if (Wish == AuctioneerWish.Void && Bid is not >= 1)
            problems.Add(new("bid", "must be the seq of a bid"));
        if (Wish == AuctioneerWish.Void && (string.IsNullOrWhiteSpace(Why) || Why.Length > MostWhyCharacters))
            problems.Add(new("reason", $"must have 1 to {MostWhyCharacters} characters, not only blanks"));
        return problems;
    }
}
