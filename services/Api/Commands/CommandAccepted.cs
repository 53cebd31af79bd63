namespace Auctions.Api.Commands;

/// <summary>The answer to a command that reached a worker.</summary>
/// <param name="Command">The command's id.</param>
internal sealed record CommandAccepted(string Command);
