using System.Collections.Concurrent;

namespace Auctions.Bus;

/// <summary>
/// Runs commands of one id one after the other. A second copy that arrives while the first still runs (the network sent it
/// again, or the topic delivered it again) waits, and then finds in the store what the first one left, instead of racing
/// it to the commit.
/// </summary>
public sealed class IdempotencyMiddleware : IMiddleware
{
    private readonly ConcurrentDictionary<string, Task> _inFlight = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public CommandDelegate<TCommand> Compose<TCommand>(CommandDelegate<TCommand> next)
        where TCommand : class, ICommand<TCommand> =>
        (command, context) => OneByOneAsync(command, context, next);

    private async ValueTask<Outcome> OneByOneAsync<TCommand>(
        TCommand command, CommandContext context, CommandDelegate<TCommand> next)
        where TCommand : class, ICommand<TCommand>
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (!_inFlight.TryAdd(command.CommandId, done.Task))
            if (_inFlight.TryGetValue(command.CommandId, out var before))
                await before.WaitAsync(context.Cancellation).ConfigureAwait(false);

        try
        {
            return await next(command, context).ConfigureAwait(false);
        }
        finally
        {
            _inFlight.TryRemove(command.CommandId, out _);
            done.SetResult();
        }
    }
}
