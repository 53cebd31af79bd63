using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Auctions.Bus;

/// <summary>
/// Tries a command that is <see cref="IRetryOnFail"/> again when a handler throws, as often and after such delays as the
/// command says. The exception of the last try reaches the sender.
/// </summary>
/// <param name="time">The clock the delays are measured by.</param>
/// <param name="log">Says each retry, and by which exception; not its message, which may hold the fields of the command.</param>
public sealed partial class RetryOnFailMiddleware(TimeProvider time, ILogger<RetryOnFailMiddleware> log) : IMiddleware
{
    /// <inheritdoc/>
    public CommandDelegate<TCommand> Compose<TCommand>(CommandDelegate<TCommand> next)
        where TCommand : class, ICommand<TCommand> =>
        typeof(IRetryOnFail).IsAssignableFrom(typeof(TCommand))
            ? (command, context) =>
            {
                // A first try that ends synchronously needs no state machine (docs/decisions/0002).
                var first = TryOnce(command, context, next);
                return first.IsCompletedSuccessfully ? first : RetryAsync(first, command, (IRetryOnFail)command, context, next);
            }
    : next;

    // A step that throws before its first await fails as one that throws after it.
    private static ValueTask<Outcome> TryOnce<TCommand>(TCommand command, CommandContext context, CommandDelegate<TCommand> next)
    {
        try
        {
            return next(command, context);
        }
        catch (Exception failure)
        {
            return ValueTask.FromException<Outcome>(failure);
        }
    }

    private async ValueTask<Outcome> RetryAsync<TCommand>(
        ValueTask<Outcome> attempt, TCommand command, IRetryOnFail retry, CommandContext context, CommandDelegate<TCommand> next)
        where TCommand : class, ICommand<TCommand>
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await attempt.ConfigureAwait(false);
            }
            catch (Exception failure) when (tried <= retry.MaxRetry && !context.Cancellation.IsCancellationRequested)
            {
                var delay = TimeSpan.FromTicks(Math.Max(0, retry.RetryDelay(tried).Ticks));
                Activity.Current?.AddEvent(new ActivityEvent("retry", time.GetUtcNow(), new()
                {
                    ["try"] = tried,
                    ["error.type"] = failure.GetType().FullName,
                }));
                WillRetry(log, CommandCatalog.NameOf<TCommand>(), command.CommandId, tried, failure.GetType().Name, delay.TotalMilliseconds);
                await Task.Delay(delay, time, context.Cancellation).ConfigureAwait(false);
                context.StartOver();
                attempt = TryOnce(command, context, next);
            }
        }
    }

    [LoggerMessage(
        EventId = 110, Level = LogLevel.Warning,
        Message = "{Command} {CommandId} failed at try {Tried} with {ErrorType}; next try in {DelayMs} ms")]
    private static partial void WillRetry(ILogger logger, string command, string commandId, int tried, string errorType, double delayMs);
}
