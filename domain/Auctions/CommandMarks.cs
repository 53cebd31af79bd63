using System.Collections;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Auctions;

/// <summary>
/// Marks what a process logs and traces while it handles a command with the ids of the command and of its auction. Other fields of
/// a command are never logged or traced, because some of them are secret.
/// </summary>
public static class CommandMarks
{
    /// <summary>The attribute of spans that has the command's id.</summary>
    public const string CommandTag = "command.id";

    /// <summary>The attribute of spans that has the auction's id.</summary>
    public const string AuctionTag = "auction.id";

    /// <summary>Gives what marks the command of an id, as <see cref="Begin"/> does.</summary>
    public static Func<string, IDisposable?> By(ILogger log) => commandId => Begin(log, commandId);

    /// <summary>
    /// Marks the current span and the spans of this process around it, and every log line until the scope is disposed of.
    /// </summary>
    /// <param name="log">Any logger of the process, because all of them share their scopes.</param>
    /// <param name="commandId">The command's id, which begins with the auction's, or with the session's where it opens one.</param>
    public static IDisposable? Begin(ILogger log, string commandId)
    {
        var auction = CommandIds.AuctionOf(commandId);
        for (var span = Activity.Current; span is not null; span = span.Parent)
            span.SetTag(CommandTag, commandId).SetTag(AuctionTag, auction);
        return log.BeginScope(new Scope(commandId, auction));
    }

    private sealed class Scope(string commandId, string? auction) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => auction is null ? 1 : 2;

        public KeyValuePair<string, object?> this[int index] => index switch
        {
            0 => new("CommandId", commandId),
            1 when auction is not null => new("Auction", auction),
            _ => throw new ArgumentOutOfRangeException(nameof(index)),
        };

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            for (var at = 0; at < Count; at++)
                yield return this[at];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => auction is null ? $"CommandId:{commandId}" : $"CommandId:{commandId}, Auction:{auction}";
    }
}
