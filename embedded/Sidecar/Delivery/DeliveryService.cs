using System.Diagnostics;
using Embedded.Hub;
using Embedded.Sidecar.CommandLine;
using Embedded.Sidecar.Publishing;
using Embedded.Sidecar.Resiliency;
using Embedded.Sidecar.Resources;
using Embedded.Sidecar.Tracing;

namespace Embedded.Sidecar.Delivery;

/// <summary>
/// Brings the messages of the app's subscriptions to it: started in their order, several at a time; again as the
/// inbound policy of the component says; then to the dead letters, or back to the hub, which delivers it later.
/// </summary>
internal sealed class DeliveryService(
    IHub hub, SidecarOptions options, ResourceSet resources, Subscriptions subscriptions, AppWatch watch, Publisher publisher,
    IServiceProvider services, TimeProvider time, ILogger<DeliveryService> log) : BackgroundService
{
    private readonly string _instance = Guid.NewGuid().ToString("N");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.AppPort is null)
            return;

        var running = new Dictionary<AppSubscription, Task>();
        while (!stoppingToken.IsCancellationRequested)
        {
            await watch.WhenUpAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // An app that comes back may subscribe to more; what it once subscribed to goes on.
            foreach (var subscription in subscriptions.Current.Where(wanted => !running.ContainsKey(wanted)))
                if (resources.Components.TryGetValue(subscription.PubSub, out var component) && component.IsPubSub)
                    running.Add(subscription, ReceiveAsync(subscription, component, stoppingToken));
                else if (!stoppingToken.IsCancellationRequested)
                {
                    log.LogError("The app subscribes to topic {Topic} of {PubSub}, which is no pub/sub component of it", subscription.Topic, subscription.PubSub);
                    running.Add(subscription, Task.CompletedTask);
                }

            await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(running.Values);
    }

    private async Task ReceiveAsync(AppSubscription subscription, Component component, CancellationToken cancellation)
    {
        var consumer = component.Metadata.GetValueOrDefault("consumerID", options.AppId);
        var isBroadcast = consumer.Contains("{uuid}", StringComparison.Ordinal);
        var wanted = new Subscription(
            subscription.PubSub, subscription.Topic, isBroadcast ? $"{options.AppId}-{_instance}" : consumer, isBroadcast);
        var policy = new PolicyRunner(resources.Resiliency.Inbound.GetValueOrDefault(subscription.PubSub), time);
        log.LogInformation("Subscribed to {Topic} of {PubSub} as {Group}", wanted.Topic, wanted.PubSub, wanted.Group);
        try
        {
            await foreach (var delivery in hub.SubscribeAsync(wanted, cancellation))
                _ = DeliverAsync(subscription, delivery, policy, cancellation);
        }
        catch (OperationCanceledException)
        {
            // The sidecar goes; what is under way is given to another by the hub.
        }
    }

    private async Task DeliverAsync(AppSubscription subscription, Hub.Delivery delivery, PolicyRunner policy, CancellationToken cancellation)
    {
        using var span = SidecarTracing.StartDelivery(delivery.Message);
        try
        {
            await watch.WhenUpAsync(cancellation);
            var app = services.GetRequiredService<IAppChannel>();
            var cloudEvent = delivery.Message.ContentType == Envelope.ContentType
                ? delivery.Message.Body
                : Envelope.WrapRaw(delivery.Message.Body.Span, publisher.About(subscription.PubSub, subscription.Topic));
            var result = await policy.RunAsync(
                (app, subscription, cloudEvent, this),
                static (call, token) => call.Item4.TryAsync(call.app, call.subscription, call.cloudEvent, token), cancellation);
            await EndAsync(subscription, delivery, result == DeliveryResult.Success, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // See ReceiveAsync.
        }
        catch (AppAwayException)
        {
            await SettleAsync(delivery, Settlement.Retry, cancellation);
        }
        catch (Exception failure)
        {
            // Whatever it is: a message that nobody settles is never delivered again, and its place never given to another.
            span?.SetStatus(ActivityStatusCode.Error, failure.Message);
            log.LogWarning("A message of {Topic} was not taken: {Problem}", subscription.Topic, failure.Message);
            if (subscription.DeadLetterTopic is null)
                await SettleAsync(delivery, Settlement.Retry, cancellation);
            else
                await EndAsync(subscription, delivery, succeeded: false, cancellation);
        }
    }

    // An app that is away costs no try: the message waits for it.
    private async ValueTask<DeliveryResult> TryAsync(
        IAppChannel app, AppSubscription subscription, ReadOnlyMemory<byte> cloudEvent, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await app.DeliverAsync(subscription, cloudEvent, cancellation);
            }
            catch (AppAwayException)
            {
                watch.ReportUnreachable();
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellation);
                await watch.WhenUpAsync(cancellation);
            }
        }
    }

    private async Task EndAsync(AppSubscription subscription, Hub.Delivery delivery, bool succeeded, CancellationToken cancellation)
    {
        try
        {
            if (!succeeded && subscription.DeadLetterTopic is { } dead)
                await hub.PublishAsync(delivery.Message with { Topic = dead }, cancellation);
            else if (!succeeded)
                log.LogWarning("A message of {Topic} was dropped: the app does not want it, and there is no dead-letter topic", subscription.Topic);
            await SettleAsync(delivery, Settlement.Done, cancellation);
        }
        catch (HubUnavailableException away)
        {
            log.LogWarning("A message of {Topic} will be delivered again: {Problem}", subscription.Topic, away.Message);
        }
    }

    private async Task SettleAsync(Hub.Delivery delivery, Settlement settlement, CancellationToken cancellation)
    {
        try
        {
            await hub.SettleAsync(delivery, settlement, cancellation);
        }
        catch (HubUnavailableException away)
        {
            log.LogDebug("Not settled: {Problem}", away.Message);
        }
    }
}
