using Auctions.Events;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Tests.Model;

/// <summary>What the auctioneer may do.</summary>
internal sealed partial class NaiveAuction
{
    private (string?, long?) Void(long bid, DateTimeOffset at)
    {
        if (IsOver(at))
            return (Rejections.Closed, null);
        if (!_accepted.Any(counted => counted.Raise is not null && counted.Seq == bid) || !_voided.Add(bid))
            return (Rejections.UnknownBid, null);
        return (null, Tell(seq => new BidVoidedEvent(Id, seq, at, bid, Why, Price, Leader, Count, NextMinimum, ReserveMet) { BuyNowPrice = BuyNowPrice }));
    }

    private (string?, long?) Obey(Wanted wanted)
    {
        if (wanted.Kind == DecisionKind.Resume && Status != AuctionStatus.Paused)
            return (IsOver(wanted.At) ? Rejections.Closed : Rejections.NotPaused, null);
        if (IsOver(wanted.At))
            return (Rejections.Closed, null);
        if (wanted.Kind is DecisionKind.Pause or DecisionKind.Hammer && wanted.At < OpensAt)
            return (Rejections.NotOpen, null);

        switch (wanted.Kind)
        {
            case DecisionKind.Pause when Status == AuctionStatus.Paused:
                return (Rejections.Paused, null);
            case DecisionKind.Pause:
                Open(wanted.At);
                Status = AuctionStatus.Paused;
                var from = _clock.Pause(wanted.At);
                return (null, Tell(seq => new AuctionPausedEvent(Id, seq, from)));
            case DecisionKind.Resume:
                return (null, Resume(wanted.At));
            case DecisionKind.Cancel:
                Status = AuctionStatus.Cancelled;
                return (null, Tell(seq => new AuctionCancelledEvent(Id, seq, wanted.At)));
            case DecisionKind.Hammer:
                Open(wanted.At);
                if (Status == AuctionStatus.Paused)
                    Resume(wanted.At);
                _clock.Hammer(wanted.At);
                return (null, Tell(seq => new AuctionHammeredEvent(Id, seq, wanted.At)));
            default:
                _announced = new(wanted.Limit, _terms.Increments!.Select(band => (decimal?)band.From).FirstOrDefault(from => from > Price));
                _accepted.Add(new(null, null, null, _announced));
                return (null, Tell(seq => new IncrementChangedEvent(Id, seq, wanted.At, wanted.Limit, _announced.Value.Until, NextMinimum)));
        }
    }

    private long Resume(DateTimeOffset at)
    {
        var to = _clock.Resume(at);
        Status = AuctionStatus.Open;
        return Tell(seq => new AuctionResumedEvent(Id, seq, to, ClosesAt));
    }
}
