namespace Auctions.Bus;

/// <summary>
/// "Run these handlers": the innermost part of every pipeline. Inline, each handler is a call in this process
/// (<see cref="InlineHandlers"/>); durably, each is a step of a workflow.
/// </summary>
public interface IHandlerRunner
{
    /// <summary>Composes the handlers of one command type.</summary>
    /// <param name="handlers">The handler types in order, as the command declares them.</param>
    /// <exception cref="InvalidOperationException">There is no handler, or one is not of this command or can't be had.</exception>
    CommandDelegate<TCommand> Compose<TCommand>(IReadOnlyList<Type> handlers)
        where TCommand : class, ICommand<TCommand>;
}
