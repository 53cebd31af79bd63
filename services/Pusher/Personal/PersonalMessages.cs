using Auctions.Events;
using Auctions.Pusher.Live;
using Auctions.Pusher.Watching;
using Auctions.Views;

namespace Auctions.Pusher.Personal;

/// <summary>
/// What one user alone is told, on all of that user's connections, watching or not: that a raise was rejected, that
/// somebody else leads now, and at the end that the lot is theirs, or went to another.
/// </summary>
/// <param name="connections">Who is here.</param>
/// <param name="reader">Knows who took part.</param>
/// <param name="options">How old a message may be.</param>
/// <param name="time">The clock of age.</param>
/// <param name="log">Hears of a store that doesn't say who took part.</param>
public sealed class PersonalMessages(
    Connections connections, IAuctionReader reader, PusherOptions options, TimeProvider time, ILogger<PersonalMessages> log)
{
    private const int Remembered = 8_192;

    private readonly Lock _gate = new();
    private readonly RecentlyTold _told = new(Remembered);

    /// <summary>Tells whoever the event concerns, once. A broker's old messages, replayed to a new pusher, are passed over.</summary>
    public void Tell(SharedEvent shared)
    {
        switch (shared.Happened)
        {
            case RaiseRejectedEvent rejected:
                Tell(rejected.Bidder, $"rejected {rejected.Command}", shared.SentAt, () => shared.Json);
                break;
            case AuctionRaisedEvent { Outbid: { } outbid } raised:
                Tell(
                    outbid, $"outbid {raised.Auction} {raised.Seq}", shared.SentAt ?? raised.At,
                    () => ServerFrames.Outbid(raised.Auction, raised.Seq, raised.Price));
                break;
            case AuctionClosedEvent closed:
                TellOfTheEnd(closed, shared.SentAt ?? closed.At);
                break;
        }
    }

    private void TellOfTheEnd(AuctionClosedEvent closed, DateTimeOffset sentAt)
    {
        if (closed.Winner is { } winner)
            Tell(winner, $"won {closed.Auction}", sentAt, () => ServerFrames.Won(closed.Auction, closed.Seq, closed.Price));

        var others = connections.Users().Where(user => user != closed.Winner).ToList();
        if (others.Count > 0 && IsRecent(sentAt))
            _ = TellLosersAsync(closed, sentAt, others);
    }

    private async Task TellLosersAsync(AuctionClosedEvent closed, DateTimeOffset sentAt, IReadOnlyCollection<string> here)
    {
        try
        {
            using var timeout = new CancellationTokenSource(options.ReadTimeout, time);
            foreach (var loser in await reader.ParticipantsAmongAsync(closed.Auction, here, timeout.Token))
                Tell(loser, $"lost {closed.Auction} {loser}", sentAt, () => ServerFrames.Lost(closed.Auction, closed.Seq, closed.Price));
        }
        catch (Exception failure)
        {
            // Everybody who watches sees the close; this is only the word to those who bid.
            log.LogWarning(failure, "Who took part in auction {Auction} could not be read; nobody was told that they lost", closed.Auction);
        }
    }

    private void Tell(string user, string key, DateTimeOffset? sentAt, Func<byte[]> frame)
    {
        var here = connections.Of(user);
        if (here.Count == 0 || !IsRecent(sentAt) || !IsNew(key))
            return;
        var json = frame();
        foreach (var connection in here)
            connection.TrySend(json);
    }

    private bool IsRecent(DateTimeOffset? sentAt) => !(time.GetUtcNow() - sentAt > options.PersonalAge);

    private bool IsNew(string key)
    {
        lock (_gate)
            return _told.TryAdd(key);
    }
}
