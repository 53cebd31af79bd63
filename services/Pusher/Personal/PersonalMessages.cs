using Auctions.Events;
using Auctions.Pusher.Live;
using Auctions.Pusher.Watching;

namespace Auctions.Pusher.Personal;

/// <summary>
/// What one user alone is told, on all of that user's connections, watching or not: that a raise was rejected, and that
/// somebody else leads now.
/// </summary>
/// <param name="connections">Who is here.</param>
/// <param name="options">How old a message may be.</param>
/// <param name="time">The clock of age.</param>
public sealed class PersonalMessages(Connections connections, PusherOptions options, TimeProvider time)
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
        }
    }

    private void Tell(string user, string key, DateTimeOffset? sentAt, Func<byte[]> frame)
    {
        var here = connections.Of(user);
        if (here.Count == 0 || time.GetUtcNow() - sentAt > options.PersonalAge || !IsNew(key))
            return;
        var json = frame();
        foreach (var connection in here)
            connection.TrySend(json);
    }

    private bool IsNew(string key)
    {
        lock (_gate)
            return _told.TryAdd(key);
    }
}
