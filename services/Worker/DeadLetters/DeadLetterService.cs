using System.Text;
using System.Text.Json;
using Auctions.Bus;
using Auctions.DeadLetters;
using Auctions.Worker.Intake;
using Auctions.Worker.Workflows;
using Dapr.Client;
using Dapr.Workflow;

namespace Auctions.Worker.DeadLetters;

/// <summary>Keeps what comes by the dead-letter topic, and has it done again when somebody says so.</summary>
internal sealed class DeadLetterService(
    DeadLetterStore box, CommandIntake intake, CommandCatalog catalog, DaprWorkflowClient workflows, DaprClient dapr, TimeProvider time)
{
    /// <summary>Keeps a message of the topic: a <see cref="DeadLetteredCommand"/>, or whatever else lay among the commands.</summary>
    public ValueTask KeepAsync(string messageId, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return box.PutAsync(
            Read(body.Span) is { Id: { Length: > 0 }, Type: { Length: > 0 } } dead && catalog.Names.Contains(dead.Type)
                ? new DeadLetter(dead.Id, now, dead.Type, dead.Payload, dead.Step, $"{dead.ErrorType}: {dead.Error}")
                : new DeadLetter(messageId, now, null, AsJson(body.Span), null, "it is no command, or could not be handled"),
            cancellation);
    }

    /// <summary>
    /// Has a letter's command done again, under its own id, so that it still has one effect; a message that is no
    /// command goes back to the topic of commands.
    /// </summary>
    /// <returns>What came of it; null where there is no such letter.</returns>
    public async ValueTask<Outcome?> ReplayAsync(string id, CancellationToken cancellation)
    {
        var letter = (await box.ReadAsync(cancellation)).FirstOrDefault(letter => letter.Id == id);
        if (letter is null)
            return null;

        var outcome = letter.Type is { } type
            ? await SendAgainAsync(type, letter, cancellation)
            : await PublishAgainAsync(letter, cancellation);
        if (outcome.Kind is not (OutcomeKind.Failed or OutcomeKind.Invalid))
            await box.RemoveAsync(id, cancellation);
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
            // Then it is something else.
            return null;
        }
    }

    // What is no JSON is kept as a string.
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

    // Its failed workflow makes room: an id is one workflow.
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
