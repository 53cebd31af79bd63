namespace Auctions.Bus;

/// <summary>
/// What somebody wants, as an immutable record. A command says which handlers carry it out, in which order, and by
/// the capacities it implements (<see cref="IRetryOnFail"/>, <see cref="IHandledAsynchronously"/>,
/// <see cref="IValidated"/>) how it wants to be handled. It does not know where it runs.
/// </summary>
/// <typeparam name="TSelf">The command itself.</typeparam>
public interface ICommand<TSelf>
    where TSelf : class, ICommand<TSelf>
{
    /// <summary>
    /// Names this wish, and no other: sending a command twice under one id has the effect of sending it once.
    /// </summary>
    string CommandId { get; }

    /// <summary>The handlers, in the order in which they run; each implements <see cref="IHandler{TCommand}"/>.</summary>
    static abstract IReadOnlyList<Type> Handlers { get; }
}
