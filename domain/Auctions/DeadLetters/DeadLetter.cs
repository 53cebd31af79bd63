using System.Text.Json;

namespace Auctions.DeadLetters;

/// <summary>A command or message that could not be carried out. It is kept until an operator replays it.</summary>
/// <param name="Id">The command's id; the message's id where the message is not a command.</param>
/// <param name="At">When it was dead-lettered.</param>
/// <param name="Type">The command's name; null where the message is not a command.</param>
/// <param name="Payload">The command, or the message as it was received. It may hold hidden amounts, so it must not be logged.</param>
/// <param name="Step">The handler that kept failing; null where no handler ran.</param>
/// <param name="Error">The last failure, or what is wrong with the message.</param>
public sealed record DeadLetter(string Id, DateTimeOffset At, string? Type, JsonElement Payload, string? Step, string Error);
