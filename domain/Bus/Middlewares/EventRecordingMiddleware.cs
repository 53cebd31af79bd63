namespace Auctions.Bus;

/// <summary>Tells <see cref="IRecordedEvents"/> what a command recorded.</summary>
public sealed class EventRecordingMiddleware(IRecordedEvents listener) : IMiddleware
{
    /// <inheritdoc/>
    public CommandDelegate<TCommand> Compose<TCommand>(CommandDelegate<TCommand> next)
        where TCommand : class, ICommand<TCommand> =>
        (command, context) =>
        {
            // A pipeline that ends synchronously needs no state machine (docs/decisions/0002).
            var handling = next(command, context);
            if (!handling.IsCompletedSuccessfully)
                return AwaitAsync(handling, context);
            Tell(context);
            return handling;
        };

    private async ValueTask<Outcome> AwaitAsync(ValueTask<Outcome> handling, CommandContext context)
    {
        var outcome = await handling.ConfigureAwait(false);
        Tell(context);
        return outcome;
    }

    private void Tell(CommandContext context)
    {
        if (context.Events.Count > 0)
            listener.Recorded(context.Events);
    }
}

/// <summary>Hears of the events that commands record.</summary>
public interface IRecordedEvents
{
    /// <summary>Called with what a command recorded once it has ended; not called for one that threw.</summary>
    /// <param name="events">The events in order, at least one.</param>
    void Recorded(IReadOnlyList<object> events);
}
