namespace Auctions.Bus;

/// <summary>How the handlers of a command are run: the innermost part of every pipeline.</summary>
public interface IHandlerRunner
{
    /// <summary>Composes the handlers of one command type.</summary>
    /// <param name="handlers">The handler types in order, as the command declares them.</param>
    /// <exception cref="InvalidOperationException">
    /// There are no handlers, or one is not registered in this process or is no handler of this command.
    /// </exception>
    CommandDelegate<TCommand> Compose<TCommand>(IReadOnlyList<Type> handlers)
        where TCommand : class, ICommand<TCommand>;
}

/// <summary>Runs every handler in this process, one after the other.</summary>
/// <param name="services">Where handlers come from; each is asked for once per command type and shared by all sends.</param>
public sealed class InlineHandlers(IServiceProvider services) : IHandlerRunner
{
    /// <inheritdoc/>
    public CommandDelegate<TCommand> Compose<TCommand>(IReadOnlyList<Type> handlers)
        where TCommand : class, ICommand<TCommand>
    {
        if (handlers.Count == 0)
            throw new InvalidOperationException($"{typeof(TCommand).Name} declares no handlers, so nothing would be done.");

        var steps = handlers.Select(Resolve<TCommand>).ToArray();
        return async (command, context) =>
        {
            foreach (var step in steps)
            {
                context.Outcome = await step.HandleAsync(command, context).ConfigureAwait(false);
                if (context.Outcome.Kind == OutcomeKind.Failed)
                    break;
            }

            return context.Outcome;
        };
    }

    private IHandler<TCommand> Resolve<TCommand>(Type handler) =>
        services.GetService(handler) switch
        {
            IHandler<TCommand> step => step,
            null => throw new InvalidOperationException(
                $"{typeof(TCommand).Name} is handled by {handler.Name}, which is not registered in this process."),
            _ => throw new InvalidOperationException(
                $"{typeof(TCommand).Name} is handled by {handler.Name}, which is no {nameof(IHandler<TCommand>)} of it."),
        };
}
