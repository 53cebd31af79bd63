using System.Text;
using System.Threading.Channels;
using Embedded.Sidecar.Hub;

namespace Sidecar.Tests.Hub;

/// <summary>A subscriber that collects deliveries for a test.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly IHub _hub;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<Delivery> _received = Channel.CreateUnbounded<Delivery>();
    private readonly Task _receiving;

    public Receiver(IHub hub, string group, bool broadcast = false, int maxInFlight = 64)
    {
        _hub = hub;
        _receiving = ReceiveAsync(new Subscription("pubsub", "lots", group, broadcast, maxInFlight));
    }

    public static TopicMessage Message(string text, int? ttlSeconds = null) =>
        new("pubsub", "lots", Encoding.UTF8.GetBytes(text), "text/plain", TtlSeconds: ttlSeconds);

    public static string Text(Delivery delivery) => Encoding.UTF8.GetString(delivery.Message.Body.Span);

    public bool HasNext => _received.Reader.TryPeek(out _);

    public async Task<Delivery> NextAsync() => await _received.Reader.ReadAsync(DataFolder.Cancelled).AsTask().WaitAsync(Patience);

    public async Task<string> NextAndDoneAsync()
    {
        var delivery = await NextAsync();
        await _hub.SettleAsync(delivery, Settlement.Done, DataFolder.Cancelled);
        return Text(delivery);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _receiving;
        _stop.Dispose();
    }

    private async Task ReceiveAsync(Subscription subscription)
    {
        try
        {
            await foreach (var delivery in _hub.SubscribeAsync(subscription, _stop.Token))
                await _received.Writer.WriteAsync(delivery);
        }
        catch (OperationCanceledException)
        {
            // The test ends the subscription.
        }
    }
}
