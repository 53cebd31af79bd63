using Microsoft.Extensions.Logging;

namespace Auctions.Bus;

/// <summary>
/// Tries a command that is <see cref="IRetryOnFail"/> again when a step throws, as often and after such delays as the
/// command says. The last exception is the sender's.
/// </summary>
/// <param name="time">The clock the delays are measured by.</param>
/// <param name="log">Says each retry, and why.</param>
public sealed class RetryOnFailMiddleware(TimeProvider time, ILogger<RetryOnFailMiddleware> log) : IMiddleware
{
    /// <inheritdoc/>
    public CommandDelegate<TCommand> Compose<TCommand>(CommandDelegate<TCommand> next)
        where TCommand : class, ICommand<TCommand>
    {
        if (!typeof(IRetryOnFail).IsAssignableFrom(typeof(TCommand)))
            return next;

        return (command, context) =>
        {
            ValueTask<Outcome> first;
            try
            {
                first = next(command, context);
            }
            catch (Exception failure)
            {
                // A step that throws before its first await fails as one that throws after it.
                first = ValueTask.FromException<Outcome>(failure);
            }

            return first.IsCompletedSuccessfully ? first : RetryAsync(first, command, context, next);
        };
    }

    private async ValueTask<Outcome> RetryAsync<TCommand>(
        ValueTask<Outcome> attempt, TCommand command, CommandContext context, CommandDelegate<TCommand> next)
        where TCommand : class, ICommand<TCommand>
    {
        var wish = (IRetryOnFail)command;
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await attempt.ConfigureAwait(false);
            }
            catch (Exception failure) when (tried <= wish.MaxRetry && !context.Cancellation.IsCancellationRequested)
            {
                var delay = AtLeastZero(wish.RetryDelay(tried));
                log.LogWarning(
                    failure, "{Command} {CommandId} failed at try {Tried}; next try in {DelayMs} ms",
                    CommandCatalog.NameOf<TCommand>(), command.CommandId, tried, delay.TotalMilliseconds);
                await Task.Delay(delay, time, context.Cancellation).ConfigureAwait(false);
                context.StartOver();
                attempt = InvokeAsync(command, context, next);
            }
        }
    }

    private static TimeSpan AtLeastZero(TimeSpan delay) => delay < TimeSpan.Zero ? TimeSpan.Zero : delay;

    private static async ValueTask<Outcome> InvokeAsync<TCommand>(
        TCommand command, CommandContext context, CommandDelegate<TCommand> next) =>
        await next(command, context).ConfigureAwait(false);
}
