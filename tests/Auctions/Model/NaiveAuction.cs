using Auctions.Events;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Tests.Model;

/// <summary>
/// An auction as the issue tells its rules, slow and obvious: it keeps lists of all that was accepted and works everything
/// out of them again whenever it is asked. A second opinion on the rules; shares no code with them but the records.
/// </summary>
internal sealed partial class NaiveAuction
{
    public const string Id = "a";
    public const string Seller = "sam";
    public const string Why = "by mistake";

    private readonly AuctionTerms _terms;
    private readonly List<Counted> _accepted = [];
    private readonly HashSet<long> _voided = [];
    private readonly RunningTime _clock;
    private DateTimeOffset? _boughtAt;
    private decimal? _boughtFor;
    private StepOverride? _announced;
    private (Weighing? Bids, (int, int) Of) _weighed = (null, (-1, 0));

    public NaiveAuction(AuctionTerms terms, DateTimeOffset madeAt)
    {
        _terms = terms with { Increments = terms.Increments ?? Increments.DefaultOf(terms.Currency) };
        _clock = new(_terms);
        OpensAt = terms.OpensAt is { } later && later > madeAt ? later : madeAt;
        Open(madeAt);
    }

    public List<ISequenced> Events { get; } = [];

    public DateTimeOffset OpensAt { get; }

    public DateTimeOffset ClosesAt => _boughtAt ?? _clock.ClosesAt;

    public AuctionStatus Status { get; private set; }

    /// <summary>Weighed anew after every change of the lists.</summary>
    public Weighing Bids => _weighed.Of == (_accepted.Count, _voided.Count) ? _weighed.Bids! : Weigh();

    public string? Buyer { get; private set; }

    public decimal Price => _boughtFor ?? Bids.Price;

    public string? Leader => Buyer ?? Bids.Leader?.Bidder;

    public decimal Limit => _boughtFor ?? Bids.Limit;

    public int Count => Bids.Bids + (Buyer is null ? 0 : 1);

    public bool ReserveMet => Buyer is not null || Bids.ReserveMet;

    public decimal NextMinimum => _boughtFor is { } price ? price + Bids.StepAbove(price) : Bids.NextMinimum;

    public string? Winner => Status == AuctionStatus.Closed && ReserveMet ? Leader : null;

    public StepOverride? Announced => _announced;

    /// <summary>The raises that count, in the order in which they were accepted.</summary>
    public IReadOnlyList<(Raise Raise, long? Seq)> Raises =>
        [.. _accepted.Where(counted => counted.Raise is not null && IsCounted(counted)).Select(counted => (counted.Raise!.Value, counted.Seq))];

    public decimal? BuyNowPrice => Status is AuctionStatus.Closed or AuctionStatus.Cancelled ? null : OnOffer(Leader is not null, Price);

    // What was voided doesn't count, nor does a change of the maximum of what was voided.
    private bool IsCounted(Counted counted) => counted.Of is not { } bid || !_voided.Contains(bid);

    private Weighing Weigh()
    {
        var bids = new Weighing(_terms, _accepted.Where(IsCounted));
        _weighed = (bids, (_accepted.Count, _voided.Count));
        return bids;
    }

    public Verdict Ask(Wanted wanted)
    {
        var before = Events.Count;
        var (reason, seq) = wanted.Kind switch
        {
            DecisionKind.Raise => Raise(new(wanted.Command, wanted.User, wanted.Limit, wanted.IsMaximum, wanted.At)),
            DecisionKind.Open => (null, Open(wanted.At)),
            DecisionKind.Close => (null, Close(wanted.At)),
            DecisionKind.Void => Void(wanted.Bid, wanted.At),
            _ => Obey(wanted),
        };
        return new(reason, [.. Events.Skip(before)], seq);
    }

    private bool IsOver(DateTimeOffset at) =>
        Status is AuctionStatus.Closed or AuctionStatus.Cancelled || (Status != AuctionStatus.Paused && at >= ClosesAt);

    private long? Open(DateTimeOffset at)
    {
        if (Status != AuctionStatus.Scheduled || at < OpensAt)
            return null;
        Status = AuctionStatus.Open;
        return Tell(seq => new AuctionOpenedEvent(Id, seq, OpensAt, _terms.Title, _terms.Currency, _terms.StartingPrice, _terms.StartingPrice, OpensAt, ClosesAt)
        {
            BuyNowPrice = BuyNowPrice,
            ReserveMet = ReserveMet,
        });
    }

    private long? Close(DateTimeOffset at)
    {
        if (Status is not (AuctionStatus.Scheduled or AuctionStatus.Open) || at < ClosesAt + TimeSpan.FromSeconds(2))
            return null;
        Open(at);
        return Closed();
    }

    private long Closed()
    {
        Status = AuctionStatus.Closed;
        return Tell(seq => new AuctionClosedEvent(Id, seq, ClosesAt, Winner is not null, Winner, Price));
    }

    private (string?, long?) Raise(Raise raise)
    {
        if (Status is AuctionStatus.Closed or AuctionStatus.Cancelled)
            return (Rejections.Closed, null);
        if (_clock.WasPausedAt(raise.ReceivedAt))
            return (Rejections.Paused, null);
        if (raise.ReceivedAt >= ClosesAt)
            return (Rejections.Closed, null);
        if (raise.ReceivedAt < OpensAt)
            return (Rejections.NotOpen, null);
        Open(raise.ReceivedAt);
        if (raise.Bidder == Seller)
            return (Rejections.OwnAuction, null);
        if (!raise.IsMaximum && raise.Limit >= BuyNowPrice)
            return (null, Buy(raise, BuyNowPrice.Value));
        if (Bids.Objection(raise) is { } objection)
            return (objection, null);

        var (leader, price) = (Leader, Price);
        var seq = Events.Count + 1;
        var count = Count;
        var changes = _accepted.Where(IsCounted).LastOrDefault(counted => counted.Seq is not null && counted.Raise?.Bidder == raise.Bidder)?.Seq;
        _accepted.Add(new(raise, null, changes, null));
        if (Count == count)
            return (null, null);
        _accepted[^1] = new(raise, seq, seq, null);
        _clock.Bid(raise.ReceivedAt);
        if (Leader == raise.Bidder)
            Raised(raise, Price, raise.Bidder, leader == raise.Bidder ? null : leader, Count);
        else
        {
            Raised(raise, raise.Limit, raise.Bidder, null, Count - 1);
            Raised(raise, Price, Leader!, raise.Bidder, Count, isAutomatic: true);
        }

        return (null, seq);
    }

    private long Buy(Raise raise, decimal price)
    {
        var outbid = Leader == raise.Bidder ? null : Leader;
        (_boughtAt, _boughtFor, Buyer) = (raise.ReceivedAt, price, raise.Bidder);
        var seq = Raised(raise, price, raise.Bidder, outbid, Count);
        Closed();
        return seq;
    }

    private long Raised(Raise raise, decimal price, string leader, string? outbid, int count, bool isAutomatic = false) =>
        Tell(seq => new AuctionRaisedEvent(
            Id, seq, price, leader, outbid, count, 0, price + Bids.StepAbove(price), !(price < _terms.ReservePrice), ClosesAt, raise.ReceivedAt, raise.Command)
        {
            Automatic = isAutomatic,
            BuyNowPrice = OnOffer(isBid: true, price),
        });

    private decimal? OnOffer(bool isBid, decimal price) =>
        !isBid || (_terms.BuyNowUntil == BuyNowUntil.PriceReached && price < _terms.BuyNowPrice) ? _terms.BuyNowPrice : null;

    private long Tell(Func<long, ISequenced> happened)
    {
        Events.Add(happened(Events.Count + 1));
        return Events.Count;
    }
}
