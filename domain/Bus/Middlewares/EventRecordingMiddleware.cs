namespace Auctions.Bus;

/// <summary>Tells <see cref="IRecordedEvents"/> what a command recorded.</summary>
public sealed class EventRecordingMiddleware(IRecordedEvents listener) : IMiddleware
{
    /// <inheritdoc/>
    public CommandDelegate<TCommand> Compose<TCommand>(CommandDelegate<TCommand> next)
        where TCommand : class, ICommand<TCommand> =>
        async (command, context) =>
        {
            var outcome = await next(command, context).ConfigureAwait(false);
            if (context.Events.Count > 0)
                listener.Recorded(context.Events);
            return outcome;
        };
}

/// <summary>Hears of the events that commands record.</summary>
public interface IRecordedEvents
{
    /// <summary>Called with what a command recorded once it has ended; not called for one that threw.</summary>
    /// <param name="events">The events in order, at least one.</param>
    void Recorded(IReadOnlyList<object> events);
}
