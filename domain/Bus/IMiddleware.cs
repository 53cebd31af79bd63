namespace Auctions.Bus;

/// <summary>
/// Something that happens around the handlers of every command. A middleware is composed once per command type, so
/// it reads the type's capacities there and not on every send, and one that a command has no use for costs nothing:
/// it returns <c>next</c> itself.
/// </summary>
public interface IMiddleware
{
    /// <summary>Wraps the rest of the pipeline for one command type.</summary>
    /// <param name="next">The rest of the pipeline.</param>
    CommandDelegate<TCommand> Compose<TCommand>(CommandDelegate<TCommand> next)
        where TCommand : class, ICommand<TCommand>;
}
