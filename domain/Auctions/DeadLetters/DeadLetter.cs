using System.Text.Json;

namespace Auctions.DeadLetters;

/// <summary>A command that could not be done, kept until somebody takes it up again.</summary>
/// <param name="Id">The command's id, or the message's where it is no command.</param>
/// <param name="At">When it was buried.</param>
/// <param name="Type">The command's name; null for a message of the topic that is no command.</param>
/// <param name="Payload">The command, or the message as it came; with the figures that it holds, so for no log.</param>
/// <param name="Step">The handler that kept failing; null where none ran.</param>
/// <param name="Error">The last failure, or what is wrong with the message.</param>
public sealed record DeadLetter(string Id, DateTimeOffset At, string? Type, JsonElement Payload, string? Step, string Error);
