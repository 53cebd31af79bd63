using System.Globalization;
using System.Text.Json;
using Auctions.Bus;
using Auctions.ServiceDefaults.Errors;
using Auctions.Worker.DeadLetters;
using Auctions.Worker.Intake;
using Auctions.Worker.Reporting;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using DeliveryStatus = Dapr.AppCallback.Autogen.Grpc.v1.TopicEventResponse.Types.TopicEventResponseStatus;

namespace Auctions.Worker.Topics;

/// <summary>
/// Receives commands from the topic. The sidecar delivers each at least once. A command that is accepted or decided is
/// acknowledged, whatever the decision. A message that is not a valid command is dead-lettered. A command that fails temporarily
/// is delivered again.
/// </summary>
internal sealed partial class CommandsTopic(
    CommandIntake intake, DeadLetterService deadLetters, FailedCommands failed, TimeProvider time, ILogger<CommandsTopic> log)
    : AppCallback.AppCallbackBase
{
    public override Task<ListTopicSubscriptionsResponse> ListTopicSubscriptions(Empty request, ServerCallContext context)
    {
        var subscriptions = new ListTopicSubscriptionsResponse();
        subscriptions.Subscriptions.Add(new TopicSubscription
        {
            PubsubName = Components.PubSub,
            Topic = Components.CommandsTopic,
            DeadLetterTopic = Components.DeadLetterTopic,
        });
        subscriptions.Subscriptions.Add(new TopicSubscription { PubsubName = Components.PubSub, Topic = Components.DeadLetterTopic });
        return Task.FromResult(subscriptions);
    }

    public override Task<ListInputBindingsResponse> ListInputBindings(Empty request, ServerCallContext context) =>
        Task.FromResult(new ListInputBindingsResponse());

    public override async Task<TopicEventResponse> OnTopicEvent(TopicEventRequest request, ServerCallContext context) =>
        new() { Status = await HandleAsync(request, context.CancellationToken) };

    private async Task<DeliveryStatus> HandleAsync(TopicEventRequest request, CancellationToken cancellation)
    {
        if (request.PubsubName == Components.PubSub && request.Topic == Components.DeadLetterTopic)
            return await KeepAsync(request, cancellation);
        if (request.PubsubName != Components.PubSub || request.Topic != Components.CommandsTopic)
            return Drop(request, $"the worker has no subscription to {request.PubsubName}/{request.Topic}");

        TopicMessage? message = null;
        try
        {
            message = TopicMessage.Read(request.Data.Span, ReceivedAt(request));
            var outcome = await intake.SendAsync(message.Type, message.Payload, cancellation);
            return outcome.Kind switch
            {
                OutcomeKind.Invalid => Drop(request, string.Join("; ", outcome.Problems!.Select(wrong => $"{wrong.Field} {wrong.Problem}"))),
                OutcomeKind.Failed => Retry(request, outcome.Reason!, null),
                _ => DeliveryStatus.Success,
            };
        }
        catch (JsonException unreadable) when (message is null)
        {
            return Drop(request, unreadable.Message);
        }
        catch (Exception failure) when (Retryable.Reason(failure) is { } reason)
        {
            return Retry(request, reason, failure);
        }
        catch (Exception failure)
        {
            // A redelivery would fail again, and the resiliency policy may redeliver without a limit.
            MessageFailed(log, SafeMessages.Loggable(failure), request.Id, request.Topic);
            return DeliveryStatus.Drop;
        }
    }

    private async Task<DeliveryStatus> KeepAsync(TopicEventRequest request, CancellationToken cancellation)
    {
        try
        {
            await deadLetters.KeepAsync(request.Id, request.Data.Memory, cancellation);
            return DeliveryStatus.Success;
        }
        catch (Exception failure)
        {
            // The dead-letter topic has no dead-letter topic of its own, so the message is delivered until it can be stored.
            return Retry(request, Retryable.Reason(failure) ?? "internal-error", failure);
        }
    }

    /// <summary>
    /// When the broker received the message, so that the same time counts for every redelivery. Where the envelope has no time, or
    /// a time in the future, it is the current time.
    /// </summary>
    private DateTimeOffset ReceivedAt(TopicEventRequest request)
    {
        var now = time.GetUtcNow();
        return request.Extensions?.Fields.TryGetValue("time", out var value) == true
            && DateTimeOffset.TryParse(
                value.StringValue, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var published)
            && published < now
                ? published
                : now;
    }

    private DeliveryStatus Drop(TopicEventRequest request, string problem)
    {
        MessageDeadLettered(log, request.Id, request.Topic, Components.DeadLetterTopic, problem);
        failed.ReportMessage(request.Id, request.Topic);
        return DeliveryStatus.Drop;
    }

    private DeliveryStatus Retry(TopicEventRequest request, string reason, Exception? failure)
    {
        MessageDelayed(log, failure is null ? null : SafeMessages.Loggable(failure), request.Id, request.Topic, reason);
        return DeliveryStatus.Retry;
    }

    [LoggerMessage(EventId = 510, Level = LogLevel.Error, Message = "Message {Message} of {Topic} failed, and a redelivery would fail as well")]
    private static partial void MessageFailed(ILogger logger, Exception failure, string message, string topic);

    [LoggerMessage(EventId = 511, Level = LogLevel.Warning, Message = "Message {Message} of {Topic} goes to {DeadLetters}: {Problem}")]
    private static partial void MessageDeadLettered(ILogger logger, string message, string topic, string deadLetters, string problem);

    [LoggerMessage(
        EventId = 512, Level = LogLevel.Warning,
        Message = "Message {Message} of {Topic} failed temporarily ({Reason}) and is delivered again")]
    private static partial void MessageDelayed(ILogger logger, Exception? failure, string message, string topic, string reason);
}
