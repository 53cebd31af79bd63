namespace Auctions.Bus;

/// <summary>The rest of a pipeline, as a middleware sees it.</summary>
/// <typeparam name="TCommand">The command the pipeline was composed for.</typeparam>
public delegate ValueTask<Outcome> CommandDelegate<in TCommand>(TCommand command, CommandContext context);

/// <summary>
/// What happens around the handlers of every command. A middleware is composed once per command type, so it reads the
/// type's capacities there and not on every send. A middleware that does nothing for a command returns <c>next</c>, and
/// is then no part of that command's pipeline.
/// </summary>
public interface IMiddleware
{
    /// <summary>Wraps the rest of the pipeline for one command type.</summary>
    /// <remarks>Two first sends at once may both compose; the bus then uses one of the two results for good.</remarks>
    /// <param name="next">The rest of the pipeline.</param>
    CommandDelegate<TCommand> Compose<TCommand>(CommandDelegate<TCommand> next)
        where TCommand : class, ICommand<TCommand>;
}
