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
        return (command, context) => RunAsync(steps, 0, command, context);
    }

    // Steps that end synchronously need no state machine (docs/decisions/0002).
    private static ValueTask<Outcome> RunAsync<TCommand>(IHandler<TCommand>[] steps, int from, TCommand command, CommandContext context)
    {
        for (var at = from; at < steps.Length; at++)
        {
            var step = steps[at].HandleAsync(command, context);
            if (!step.IsCompletedSuccessfully)
                return AwaitAsync(step, steps, at + 1, command, context);
            context.Outcome = step.Result;
            if (context.Outcome.Kind == OutcomeKind.Failed)
                break;
        }

        return new(context.Outcome);
    }

    private static async ValueTask<Outcome> AwaitAsync<TCommand>(
        ValueTask<Outcome> step, IHandler<TCommand>[] steps, int next, TCommand command, CommandContext context)
    {
        context.Outcome = await step.ConfigureAwait(false);
        return context.Outcome.Kind == OutcomeKind.Failed
            ? context.Outcome
            : await RunAsync(steps, next, command, context).ConfigureAwait(false);
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
