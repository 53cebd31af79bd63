using System.Text.Json.Serialization;
using Auctions.Bus;
using Auctions.Ordering;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Auctioneering;

/// <summary>An auctioneer's action on an auction. Api checks that the sender is the auction's seller or an admin.</summary>
/// <param name="CommandId">The command's id; it begins with the auction's id (<see cref="CommandIds"/>).</param>
/// <param name="Auction">The auction's id.</param>
/// <param name="User">The user id of the auctioneer.</param>
/// <param name="Action">The action, one of <see cref="Actions"/>.</param>
/// <param name="ReceivedAt">When the command was received.</param>
public sealed record AuctioneerCommand(
    string CommandId, string Auction, string User, [property: JsonPropertyName("wish")] DecisionKind Action, DateTimeOffset ReceivedAt)
    : ICommand<AuctioneerCommand>, IOrderedCommand
{
    /// <summary>The most characters of <see cref="Why"/>.</summary>
    public const int MostWhyCharacters = 500;

    /// <summary>The least and the most by which the close is extended at once.</summary>
    public static readonly (TimeSpan Least, TimeSpan Most) ByBounds = (TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));

    /// <summary>What an auctioneer may do.</summary>
    public static IReadOnlyList<DecisionKind> Actions { get; } =
    [
        DecisionKind.Pause, DecisionKind.Resume, DecisionKind.Cancel, DecisionKind.Hammer, DecisionKind.Increment, DecisionKind.Void,
        DecisionKind.Extend, DecisionKind.Hold, DecisionKind.Release, DecisionKind.PauseAll, DecisionKind.ResumeAll,
    ];

    /// <summary>For <see cref="DecisionKind.Extend"/>: by how much the close moves, from 1 s to a day.</summary>
    public TimeSpan? By { get; init; }

    /// <summary>For <see cref="DecisionKind.Increment"/>: the new step, above 0.</summary>
    public decimal? Step { get; init; }

    /// <summary>For <see cref="DecisionKind.Void"/>: the seq of the bid to void.</summary>
    public long? Bid { get; init; }

    /// <summary>For <see cref="DecisionKind.Void"/>: the reason, which is published. 1 to 500 characters.</summary>
    public string? Why { get; init; }

    /// <inheritdoc/>
    public static IReadOnlyList<Type> Handlers { get; } = [typeof(ApplyAuctioneerAction), typeof(NotifyWatchers)];

    /// <inheritdoc/>
    public DateTimeOffset? AcceptBy { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public string LimitField => "step";

    /// <inheritdoc/>
    [JsonIgnore]
    public DecisionRecord Request => new(CommandId, User, ((IAuctionCommand)this).Fingerprint, null, null)
    {
        Kind = Action,
        At = ReceivedAt,
        Limit = Step is { } step ? Money.Plain(step) : null,
        Bid = Bid,
        Why = Why,
        By = By,
    };

    string IAuctionCommand.Sender => User;

    string IAuctionCommand.Fingerprint => Fingerprints.Of(new
    {
        Kind = "auctioneer",
        Auction,
        User,
        Wish = Action,
        Step = Step is { } step ? Money.Plain(step) : (decimal?)null,
        Bid,
        Why,
        By,
    });

    /// <summary>The command that <see cref="Request"/> was made from.</summary>
    public static AuctioneerCommand From(string auction, DecisionRecord request) =>
        new(request.Command, auction, request.User, request.Kind, request.At)
        {
            Step = request.Limit,
            Bid = request.Bid,
            Why = request.Why,
            By = request.By,
        };

    /// <inheritdoc/>
    public IReadOnlyList<FieldProblem>? Validate()
    {
        var problems = new List<FieldProblem>();
        if (AuctionIds.IsWellFormed(Auction))
            CommandFields.CheckId(problems, CommandId, Auction);
        else
            problems.Add(new("auction", $"must be 1 to {AuctionIds.MostCharacters} letters, digits, - or _"));
        CommandFields.CheckUser(problems, User);
        if (!Actions.Contains(Action))
            problems.Add(new("wish", "is unknown"));
        if (Action == DecisionKind.Increment && Money.Problem(Step ?? 0, Currencies.MostDecimals) is { } problem)
            problems.Add(new("step", problem));
        if (Action == DecisionKind.Extend && (By is not { } by || by < ByBounds.Least || by > ByBounds.Most))
            problems.Add(new("by", $"must be from {ByBounds.Least:c} to {ByBounds.Most:c}"));
        if (Action == DecisionKind.Void && Bid is not >= 1)
            problems.Add(new("bid", "must be the seq of a bid"));
        if (Action == DecisionKind.Void && (string.IsNullOrWhiteSpace(Why) || Why.Length > MostWhyCharacters))
            problems.Add(new("reason", $"must have 1 to {MostWhyCharacters} characters, not only blanks"));
        return problems;
    }
}
