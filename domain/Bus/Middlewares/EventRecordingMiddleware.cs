namespace Auctions.Bus;

/// <summary>Tells <see cref="IRecordedEvents"/> what a command recorded.</summary>
public sealed class EventRecordingMiddleware(IRecordedEvents listener) : IMiddleware
{
    /// <inheritdoc/>
    public CommandDelegate<TCommand> Compose<TCommand>(CommandDelegate<TCommand> next)
        where TCommand : class, ICommand<TCommand> =>
        (command, context) =>
        {
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
        if (context.HasEvents)
            listener.Recorded(context.Events);
    }
}
