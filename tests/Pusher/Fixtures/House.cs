using Auctions.Events;
using Auctions.Pusher;
using Auctions.Pusher.Delivery;
using Auctions.Pusher.Presence;
using Auctions.Pusher.Sockets;
using Auctions.Pusher.Vouching;
using Auctions.Pusher.Watching;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Pusher.Tests.Fixtures;

/// <summary>A pusher's core without a server, on a clock that the test moves.</summary>
internal sealed class House : IDisposable
{
    public House(PusherOptions? options = null, FakeTimeProvider? time = null, StubReader? reader = null, string instance = "p1")
    {
        Options = options ?? new PusherOptions();
        Time = time ?? new FakeTimeProvider(Auctioned.Start);
        Reader = reader ?? new StubReader();
        Board = new PresenceBoard(instance, Time);
        Vouch = new StreamVouch(instance, Options, Time);
        Streams = new LiveStreams(Reader, Sessions, Vouch, Board, Options, Time, Metrics, NullLogger<LiveStreams>.Instance);
        var personal = new PersonalMessages(Connections, Reader, Options, Time, NullLogger<PersonalMessages>.Instance);
        Delivery = new EventDelivery(Streams, personal, Board, Vouch, Metrics, Time, NullLogger<EventDelivery>.Instance);
        Beat();
    }

    public PusherOptions Options { get; }

    public FakeTimeProvider Time { get; }

    public StubReader Reader { get; }

    public StubSessions Sessions { get; } = new();

    public PusherMetrics Metrics { get; } = new();

    public Connections Connections { get; } = new();

    public PresenceBoard Board { get; }

    public StreamVouch Vouch { get; }

    /// <summary>Whether the pusher's heartbeats come back.</summary>
    public bool HearsItsHeartbeats { get; set; } = true;

    public LiveStreams Streams { get; }

    public EventDelivery Delivery { get; }

    public Client Join(string? user = null) => new(this, user);

    public Client Watcher(string? user = null, long? after = null)
    {
        var client = Join(user);
        client.Watch(after: after);
        return client;
    }

    /// <summary>Delivers the events of these seqs, in this order.</summary>
    public void Deliver(params long[] seqs)
    {
        foreach (var seq in seqs)
            Deliver(Auctioned.At(seq));
    }

    public void Deliver(IAuctionEvent happened) =>
        Assert.True(Delivery.TryDeliver(Auctioned.CloudEvent(happened, Time.GetUtcNow())));

    /// <summary>Lets time pass in steps of 50 ms, ticking as the real one does.</summary>
    public void Pass(TimeSpan time)
    {
        for (var left = time; left > TimeSpan.Zero; left -= TimeSpan.FromMilliseconds(50))
        {
            Time.Advance(TimeSpan.FromMilliseconds(50));
            Beat();
            Streams.Tick();
        }
    }

    private void Beat()
    {
        if (HearsItsHeartbeats)
            Assert.True(Delivery.TryDeliver(Vouch.Next().WriteCloudEvent()));
    }

    public void Dispose() => Metrics.Dispose();
}
