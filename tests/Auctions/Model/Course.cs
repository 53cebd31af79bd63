using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Tests.Model;

/// <summary>How a story goes: step by step through the rules and through the model, which needn't agree.</summary>
internal sealed class Course
{
    private readonly List<(Wanted Wanted, string? Reason, AuctionState State, string? ModelReason, (string? Leader, decimal Price, decimal Limit) Model)> _rows = [];

    public Course(Story story)
    {
        Story = story;
        Model = new(story.Terms, House.Noon);
        var created = AuctionRules.Create(NaiveAuction.Id, NaiveAuction.Seller, story.Terms, House.Noon);
        State = created.State;
        Opening = created;
        Trail.Add(new("c", NaiveAuction.Seller, "", created.Seq, null) { Kind = DecisionKind.Create, At = House.Noon });
    }

    public Story Story { get; }

    public NaiveAuction Model { get; }

    public AuctionState State { get; private set; }

    public Decision Opening { get; }

    /// <summary>What the store would keep of it.</summary>
    public List<DecisionRecord> Trail { get; } = [];

    /// <summary>Every step: what was wanted, on what, what the rules say, what the model says.</summary>
    public IEnumerable<(Wanted Wanted, AuctionState Before, Decision Decision, Verdict Verdict)> Steps()
    {
        var now = House.Noon;
        for (var at = 0; at < Story.Steps.Length; at++)
        {
            now += TimeSpan.FromMilliseconds(Story.Steps[at].AfterMs);
            yield return Take(Story.Steps[at].With(Model, Story.Terms, at + 1, now));
        }

        // Time closes in the end what it may close.
        yield return Take(new(DecisionKind.Close, "", Later(now, State.ClosesAt) + AuctionRules.ClosingGrace) { Command = "end" });
    }

    /// <summary>The commands so far, as a table.</summary>
    public override string ToString() =>
        FormattableString.Invariant(
            $"""
            {Story.Terms.Currency}, from {Story.Terms.StartingPrice}, increments {string.Join(" ", State.Terms.Increments!.Select(band => FormattableString.Invariant($"{band.From}:{band.Step}")))}{(Story.Terms.LadderOnly ? " only" : "")}, reserve {Story.Terms.ReservePrice}, buy-now {Story.Terms.BuyNowPrice} {Story.Terms.BuyNowUntil}, opens {Model.OpensAt - House.Noon}, closes {Story.Terms.ClosesAt - House.Noon}, {Story.Terms.SoftClose}
            """) + Environment.NewLine + string.Join(Environment.NewLine, _rows.Select(row => FormattableString.Invariant(
            $"{row.Wanted,-52} rules: {row.Reason ?? "yes",-16} {row.State.Leader} {row.State.Price} ({row.State.LeaderLimit})   model: {row.ModelReason ?? "yes",-16} {row.Model.Leader} {row.Model.Price} ({row.Model.Limit})")));

    private (Wanted, AuctionState, Decision, Verdict) Take(Wanted wanted)
    {
        var before = State;
        var verdict = Model.Ask(wanted);
        var decision = Decide(wanted);
        State = decision.State;
        if (wanted.Kind is not (DecisionKind.Open or DecisionKind.Close) || !ReferenceEquals(before, State))
            Trail.Add(RecordOf(wanted, decision));
        _rows.Add((wanted, decision.Reason, State, verdict.Reason, (Model.Leader, Model.Price, Model.Limit)));
        return (wanted, before, decision, verdict);
    }

    private Decision Decide(Wanted wanted) => wanted.Kind switch
    {
        DecisionKind.Raise => AuctionRules.Decide(State, new(wanted.Command, wanted.User, wanted.Limit, wanted.IsMaximum, wanted.At)),
        DecisionKind.Open => AuctionRules.Open(State, wanted.At),
        DecisionKind.Close => AuctionRules.Close(State, wanted.At),
        DecisionKind.Pause => Auctioneer.Pause(State, wanted.At),
        DecisionKind.Resume => Auctioneer.Resume(State, wanted.At),
        DecisionKind.Cancel => Auctioneer.Cancel(State, wanted.At),
        DecisionKind.Hammer => Auctioneer.Hammer(State, wanted.At),
        DecisionKind.Increment => Auctioneer.ChangeIncrement(State, wanted.Limit, wanted.At),
        _ => Replay.Void(State, Trail, wanted.Bid, NaiveAuction.Why, wanted.At),
    };

    private static DecisionRecord RecordOf(Wanted wanted, in Decision decision) =>
        new(wanted.Command, wanted.User, "", decision.Seq, decision.Reason)
        {
            Kind = wanted.Kind,
            At = wanted.At,
            Limit = wanted.Kind is DecisionKind.Raise or DecisionKind.Increment ? wanted.Limit : null,
            Until = wanted.Kind == DecisionKind.Increment && decision.Accepted ? decision.State.StepOverride!.Value.Until : null,
            IsMaximum = wanted.IsMaximum,
            Bid = wanted.Kind == DecisionKind.Void ? wanted.Bid : null,
            Why = wanted.Kind == DecisionKind.Void ? NaiveAuction.Why : null,
        };

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
