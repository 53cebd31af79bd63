using Auctions.Bus;

namespace Bus.Tests.Fixtures;

/// <summary>A middleware that runs what the test says around the rest, and counts how often it was composed.</summary>
internal sealed class Around(Action<CommandContext> before, Action<CommandContext>? after = null) : IMiddleware
{
    private int _composed;

    public int Composed => _composed;

    public CommandDelegate<TCommand> Compose<TCommand>(CommandDelegate<TCommand> next)
        where TCommand : class, ICommand<TCommand>
    {
        _composed++;
        return async (command, context) =>
        {
            before(context);
            var outcome = await next(command, context);
            after?.Invoke(context);
            return outcome;
        };
    }
}
