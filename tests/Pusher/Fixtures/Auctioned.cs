using System.Globalization;
using System.Text;
using Auctions;
using Auctions.Events;
using Auctions.Pusher.Frames;
using Auctions.Rules;
using Auctions.Views;

namespace Pusher.Tests.Fixtures;

/// <summary>Events and views of a made-up auction: seq 1 opens it, each later one raises by 1.</summary>
internal static class Auctioned
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public static ISequenced At(long seq, string auction = "a1", DateTimeOffset? at = null) => seq == 1
        ? new AuctionOpenedEvent(auction, 1, at ?? Start, "Lamp", "EUR", 10, 10, Start, Start.AddHours(1))
        : new AuctionRaisedEvent(
            auction, seq, 8 + seq, Bidder(seq), seq > 2 ? Bidder(seq - 1) : null, (int)seq - 1, 2, 9 + seq, true,
            Start.AddHours(1), at ?? Start, $"{auction}.c{seq}");

    public static string Bidder(long seq) => seq % 2 == 0 ? "alice" : "bob";

    public static SharedEvent Shared(IAuctionEvent happened) => new(happened, EventJson.Write(happened), null);

    public static AuctionView View(long seq, string auction = "a1")
    {
        var view = new AuctionView
        {
            Id = auction,
            Title = "Lamp",
            Currency = "EUR",
            Seller = "sam",
            Status = AuctionStatus.Scheduled,
            Seq = 0,
            Price = 10,
            NextMinimum = 10,
            Bids = 0,
            Participants = 2,
            ReserveMet = true,
            OpensAt = Start,
            ClosesAt = Start.AddHours(1),
            ServerTime = Start,
        };
        for (var at = 1L; at <= seq; at++)
            view = AuctionViews.Apply(view, At(at, auction));
        return view;
    }

    public static byte[] CloudEvent(IAuctionEvent happened, DateTimeOffset? time = null) => Encoding.UTF8.GetBytes(
        $$"""
        {"specversion":"1.0","id":"x","source":"worker","type":"{{happened.CloudEventType}}","subject":"{{happened.Auction}}",
         "time":"{{(time ?? Start).ToString("O", CultureInfo.InvariantCulture)}}","datacontenttype":"application/json",
         "data":{{Encoding.UTF8.GetString(EventJson.Write(happened))}},"topic":"auction-events","pubsubname":"events"}
        """);
}
