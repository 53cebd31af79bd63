using Embedded.Sidecar.Hub;

namespace Sidecar.Tests.Hub.Fixtures;

/// <summary>A subscriber whose deliveries a test reads one by one.</summary>
internal sealed class Member : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IHub _hub;
    private readonly CancellationTokenSource _leaving = new();
    private readonly IAsyncEnumerator<Delivery> _deliveries;
    private Task<bool> _moving;

    /// <summary>Subscribes.</summary>
    public Member(IHub hub, Subscription subscription)
    {
        _hub = hub;
        _deliveries = hub.SubscribeAsync(subscription, _leaving.Token).GetAsyncEnumerator(_leaving.Token);
        _moving = _deliveries.MoveNextAsync().AsTask();
    }

    /// <summary>Whether no delivery has arrived.</summary>
    public bool IsWaiting => !_moving.IsCompleted;

    /// <summary>Waits for the next delivery, and doesn't settle it.</summary>
    public async Task<Delivery> NextAsync()
    {
        Assert.True(await _moving.WaitAsync(Patience, TestContext.Current.CancellationToken));
        var delivery = _deliveries.Current;
        _moving = _deliveries.MoveNextAsync().AsTask();
        return delivery;
    }

    /// <summary>Settles the next delivery and returns its body.</summary>
    public async Task<string> DoneAsync()
    {
        var delivery = await NextAsync();
        await SettleAsync(delivery, Settlement.Done);
        return Stage.Text(delivery.Message.Body);
    }

    /// <summary>Settles the next deliveries and returns their bodies.</summary>
    public async Task<List<string>> DoneAsync(int count)
    {
        var bodies = new List<string>();
        while (bodies.Count < count)
            bodies.Add(await DoneAsync());
        return bodies;
    }

    /// <summary>Settles a delivery.</summary>
    public async Task SettleAsync(Delivery delivery, Settlement settlement) =>
        await _hub.SettleAsync(delivery, settlement, TestContext.Current.CancellationToken);

    /// <summary>Leaves the group.</summary>
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        try
        {
            await _moving;
        }
        catch (OperationCanceledException)
        {
            // The member leaves.
        }

        await _deliveries.DisposeAsync();
        _leaving.Dispose();
    }
}
