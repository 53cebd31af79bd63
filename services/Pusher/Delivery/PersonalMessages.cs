using Auctions.Events;
using Auctions.Pusher.Frames;
using Auctions.Pusher.Sockets;
using Auctions.Views;

namespace Auctions.Pusher.Delivery;

/// <summary>
/// Tells one user alone, on all of that user's connections, whether they watch or not: that a raise was rejected, that
/// somebody else leads now, and at the end that the user won or lost.
/// </summary>
/// <param name="connections">The connections of each user.</param>
/// <param name="reader">Reads who took part in an auction.</param>
/// <param name="options">How old a message may be.</param>
/// <param name="time">The clock of age.</param>
/// <param name="log">Says that the store couldn't be read.</param>
public sealed partial class PersonalMessages(
    Connections connections, IAuctionReader reader, PusherOptions options, TimeProvider time, ILogger<PersonalMessages> log)
{
    private readonly RecentKeys _told = new(capacity: 8_192);

    /// <summary>
    /// Tells the users whom the event concerns, once. Old events, which a broker replays to a new pusher, are ignored.
    /// </summary>
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
                TellOfClose(closed, shared.SentAt ?? closed.At);
                break;
        }
    }

    private void TellOfClose(AuctionClosedEvent closed, DateTimeOffset sentAt)
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
            // Every watcher sees the close in any case; only the message to the losing bidders is missing.
            LosersNotTold(log, failure, closed.Auction);
        }
    }

    private void Tell(string user, string key, DateTimeOffset? sentAt, Func<byte[]> frame)
    {
        var here = connections.Of(user);
        if (here.Count == 0 || !IsRecent(sentAt) || !_told.TryAdd(key))
            return;
        var json = frame();
        foreach (var connection in here)
            connection.TrySend(json);
    }

    private bool IsRecent(DateTimeOffset? sentAt) => !(time.GetUtcNow() - sentAt > options.PersonalAge);

    [LoggerMessage(
        EventId = 640, Level = LogLevel.Warning,
        Message = "The participants of auction {Auction} could not be read; nobody was told that they lost")]
    private static partial void LosersNotTold(ILogger logger, Exception failure, string auction);

    /// <summary>Remembers the last keys, so that an event that is delivered twice is told once.</summary>
    private sealed class RecentKeys(int capacity)
    {
        private readonly Lock _gate = new();
        private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
        private readonly Queue<string> _order = new();

        /// <summary>Adds a key; false while the key is remembered.</summary>
        public bool TryAdd(string key)
        {
            lock (_gate)
            {
                if (!_keys.Add(key))
                    return false;
                _order.Enqueue(key);
                if (_order.Count > capacity)
                    _keys.Remove(_order.Dequeue());
                return true;
            }
        }
    }
}
