using System.Diagnostics;
using Embedded.Sidecar.CommandLine;
using Embedded.Sidecar.Hub;
using Embedded.Sidecar.Policies;
using Embedded.Sidecar.Protocol;
using Embedded.Sidecar.Resources;
using Embedded.Sidecar.Tracing;

namespace Embedded.Sidecar.App;

/// <summary>
/// Delivers the messages of the app's subscriptions: in order of their start, several at a time. A failed delivery is
/// repeated as the component's inbound policy says; after that the message goes to the dead-letter topic, or back to the
/// hub, which redelivers it later.
/// </summary>
internal sealed partial class DeliveryService(
    IHub hub, SidecarOptions options, ResourceSet resources, Subscriptions subscriptions, AppWatch watch,
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

            // An app that comes up again may have new subscriptions; the earlier ones go on.
            foreach (var subscription in subscriptions.Current.Where(wanted => !running.ContainsKey(wanted)))
                if (resources.Components.TryGetValue(subscription.PubSub, out var component) && component.IsPubSub)
                    running.Add(subscription, ReceiveAsync(subscription, component, stoppingToken));
                else if (!stoppingToken.IsCancellationRequested)
                {
                    NoSuchPubSub(log, subscription.Topic, subscription.PubSub);
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
        Subscribed(log, wanted.Topic, wanted.PubSub, wanted.Group);
        try
        {
            await foreach (var delivery in hub.SubscribeAsync(wanted, cancellation))
                _ = DeliverAsync(subscription, delivery, policy, cancellation);
        }
        catch (OperationCanceledException)
        {
            // The sidecar stops, and the hub gives its unsettled messages to another.
        }
    }

    private async Task DeliverAsync(AppSubscription subscription, Delivery delivery, PolicyRunner policy, CancellationToken cancellation)
    {
        using var span = SidecarTracing.StartDelivery(delivery.Message);
        try
        {
            await watch.WhenUpAsync(cancellation);
            var app = services.GetRequiredService<IAppChannel>();
            var cloudEvent = delivery.Message.ContentType == Envelope.ContentType
                ? delivery.Message.Body
                : Envelope.WrapRaw(delivery.Message.Body.Span, EnvelopeFields.Now(options.AppId, subscription.PubSub, subscription.Topic, time));
            var result = await policy.RunAsync(
                (app, subscription, cloudEvent, this),
                static (call, token) => call.Item4.TryAsync(call.app, call.subscription, call.cloudEvent, token), cancellation);
            await FinishAsync(subscription, delivery, result == DeliveryResult.Success, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The sidecar stops.
        }
        catch (AppAwayException)
        {
            await SettleAsync(delivery, Settlement.Retry, cancellation);
        }
        catch (Exception failure)
        {
            // Any exception must settle the message: an unsettled one is never redelivered and blocks its place in flight.
            span?.SetStatus(ActivityStatusCode.Error, failure.Message);
            NotDelivered(log, subscription.Topic, failure.Message);
            if (subscription.DeadLetterTopic is null)
                await SettleAsync(delivery, Settlement.Retry, cancellation);
            else
                await FinishAsync(subscription, delivery, succeeded: false, cancellation);
        }
    }

    // An app that is down costs no attempt: the message waits until the app is up.
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

    private async Task FinishAsync(AppSubscription subscription, Delivery delivery, bool succeeded, CancellationToken cancellation)
    {
        try
        {
            if (!succeeded && subscription.DeadLetterTopic is { } dead)
                await hub.PublishAsync(delivery.Message with { Topic = dead }, cancellation);
            else if (!succeeded)
                Dropped(log, subscription.Topic);
            await SettleAsync(delivery, Settlement.Done, cancellation);
        }
        catch (HubUnavailableException away)
        {
            Redelivers(log, subscription.Topic, away.Message);
        }
    }

    private async Task SettleAsync(Delivery delivery, Settlement settlement, CancellationToken cancellation)
    {
        try
        {
            await hub.SettleAsync(delivery, settlement, cancellation);
        }
        catch (HubUnavailableException away)
        {
            NotSettled(log, away.Message);
        }
    }

    [LoggerMessage(
        EventId = 830, Level = LogLevel.Error,
        Message = "The app subscribes to topic {Topic} of {PubSub}, which is none of its pub/sub components")]
    private static partial void NoSuchPubSub(ILogger logger, string topic, string pubSub);

    [LoggerMessage(EventId = 831, Level = LogLevel.Information, Message = "Subscribed to {Topic} of {PubSub} as {Group}")]
    private static partial void Subscribed(ILogger logger, string topic, string pubSub, string group);

    [LoggerMessage(EventId = 832, Level = LogLevel.Warning, Message = "A message of {Topic} could not be delivered: {Problem}")]
    private static partial void NotDelivered(ILogger logger, string topic, string problem);

    [LoggerMessage(
        EventId = 833, Level = LogLevel.Warning,
        Message = "A message of {Topic} was dropped: the app rejects it, and there is no dead-letter topic")]
    private static partial void Dropped(ILogger logger, string topic);

    [LoggerMessage(EventId = 834, Level = LogLevel.Warning, Message = "A message of {Topic} will be delivered again: {Problem}")]
    private static partial void Redelivers(ILogger logger, string topic, string problem);

    [LoggerMessage(EventId = 835, Level = LogLevel.Debug, Message = "A delivery could not be settled: {Problem}")]
    private static partial void NotSettled(ILogger logger, string problem);
}
