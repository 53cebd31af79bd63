using System.Text;
using System.Text.Json;
using Auctions.Bus;
using Auctions.DeadLetters;
using Auctions.ServiceDefaults.Errors;
using Auctions.Worker.Intake;
using Auctions.Worker.Measuring;
using Auctions.Worker.Reporting;
using Auctions.Worker.Workflows;
using Dapr.Client;
using Dapr.Workflow;

namespace Auctions.Worker.DeadLetters;

/// <summary>Registers the dead letters: their store, and the service that keeps and replays them.</summary>
internal static class DeadLetterRegistration
{
    public static void AddDeadLetters(this IServiceCollection services) =>
        services.AddSingleton<DeadLetterStore>().AddSingleton<DeadLetterService>();
}

/// <summary>Stores the messages of the dead-letter topic, and replays them when an operator asks for it.</summary>
internal sealed class DeadLetterService(
    DeadLetterStore store, CommandIntake intake, CommandCatalog catalog, DaprWorkflowClient workflows, DaprClient dapr, TimeProvider time,
    AuctionMetrics metrics, FailedCommands failed)
{
    /// <summary>Stores a message of the topic: a <see cref="DeadLetteredCommand"/>, or a message of the commands' topic.</summary>
    public async ValueTask KeepAsync(string messageId, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var command = Read(body.Span) is { Id: { Length: > 0 }, Type: { Length: > 0 } } read && catalog.Names.Contains(read.Type) ? read : null;
        var letter = command is not null
            ? new DeadLetter(
                command.Id, now, command.Type, command.Payload, command.Step, SafeMessages.Describe(command.ErrorType, command.Error))
            : new DeadLetter(messageId, now, null, AsJson(body.Span), null, "the message is not a command, or it could not be handled");
        await store.PutAsync(letter, cancellation);
        metrics.DeadLettered();
        if (command is not null)
            failed.ReportDeadLetter(
                command.Id, command.Type, command.Payload, command.Step, command.ErrorType, command.Error, command.StackTrace);
    }

    /// <summary>
    /// Replays a dead letter. A command is sent again under its own id, so that it takes effect once. A message that is not a
    /// command is published on the commands' topic again.
    /// </summary>
    /// <returns>The outcome; null where there is no such letter.</returns>
    public async ValueTask<Outcome?> ReplayAsync(string id, CancellationToken cancellation)
    {
        var letter = (await store.ReadAsync(cancellation)).FirstOrDefault(letter => letter.Id == id);
        if (letter is null)
            return null;

        var outcome = letter.Type is { } type
            ? await SendAgainAsync(type, letter, cancellation)
            : await PublishAgainAsync(letter, cancellation);
        if (outcome.Kind is not (OutcomeKind.Failed or OutcomeKind.Invalid))
            await store.RemoveAsync(id, cancellation);
        return outcome;
    }

    private static DeadLetteredCommand? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<DeadLetteredCommand>(body, AuctionJson.Options);
        }
        catch (JsonException)
        {
            // The message is not a dead-lettered command.
            return null;
        }
    }

    // A body that is not JSON is stored as a string.
    private static JsonElement AsJson(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(Encoding.UTF8.GetString(body));
        }
    }

    // The failed workflow still has the command's id, which only one workflow can have, so it is purged first.
    private async ValueTask<Outcome> SendAgainAsync(string type, DeadLetter letter, CancellationToken cancellation)
    {
        if (await workflows.GetWorkflowStateAsync(letter.Id, getInputsAndOutputs: false, cancellation) is { Exists: true, IsWorkflowCompleted: true })
            await workflows.PurgeInstanceAsync(letter.Id, cancellation);
        return await intake.SendAsync(type, JsonSerializer.SerializeToUtf8Bytes(letter.Payload), cancellation);
    }

    private async ValueTask<Outcome> PublishAgainAsync(DeadLetter letter, CancellationToken cancellation)
    {
        await dapr.PublishByteEventAsync(
            Components.PubSub, Components.CommandsTopic, JsonSerializer.SerializeToUtf8Bytes(letter.Payload), "application/json",
            cancellationToken: cancellation);
        return Outcome.Pending();
    }
}
