namespace Auctions.Bus;

/// <summary>
/// What somebody wants, as an immutable record. A command declares its handlers in order, and by the capacities it
/// implements (<see cref="IRetryOnFail"/>, <see cref="IHandledAsynchronously"/>, <see cref="IValidated"/>) how it is to
/// be handled. It does not know where it runs.
/// </summary>
/// <typeparam name="TSelf">The command itself.</typeparam>
public interface ICommand<TSelf>
    where TSelf : class, ICommand<TSelf>
{
    /// <summary>Unique to this command: sending a command twice under one id has the effect of sending it once.</summary>
    string CommandId { get; }

    /// <summary>The handlers, in the order in which they run; each implements <see cref="IHandler{TCommand}"/>.</summary>
    static abstract IReadOnlyList<Type> Handlers { get; }
}

/// <summary>
/// One step of a command. A handler may run twice for one command (after a failed try, or when a worker died halfway);
/// its effect must happen once.
/// </summary>
/// <typeparam name="TCommand">The command it is a step of.</typeparam>
public interface IHandler<in TCommand>
{
    /// <summary>Does the step.</summary>
    /// <param name="command">The command.</param>
    /// <param name="context">What the handlers before this one left.</param>
    /// <returns>
    /// The outcome as it stands after this handler; one that adds nothing returns <see cref="CommandContext.Outcome"/>.
    /// After <see cref="OutcomeKind.Failed"/> no further handler runs. After <see cref="OutcomeKind.Rejected"/> the
    /// others do, because the bidder has to be told.
    /// </returns>
    ValueTask<Outcome> HandleAsync(TCommand command, CommandContext context);
}
