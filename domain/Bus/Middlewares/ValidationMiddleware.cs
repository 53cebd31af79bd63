namespace Auctions.Bus;

/// <summary>Ends a command that is <see cref="IValidated"/> and has a wrong field as <see cref="OutcomeKind.Invalid"/>.</summary>
public sealed class ValidationMiddleware : IMiddleware
{
    /// <inheritdoc/>
    public CommandDelegate<TCommand> Compose<TCommand>(CommandDelegate<TCommand> next)
        where TCommand : class, ICommand<TCommand>
    {
        if (!typeof(IValidated).IsAssignableFrom(typeof(TCommand)))
            return next;

        return (command, context) => ((IValidated)command).Validate() is { Count: > 0 } problems
            ? new(Outcome.Invalid(problems))
            : next(command, context);
    }
}
