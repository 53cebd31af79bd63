using Auctions.Bus;

namespace Bus.Tests.Fixtures;

/// <summary>A handler that does what the test says.</summary>
internal class Step<TCommand>(Func<TCommand, CommandContext, ValueTask<Outcome>> act) : IHandler<TCommand>
{
    private int _runs;

    public Step(Func<CommandContext, Outcome> act)
        : this((_, context) => new(act(context)))
    {
    }

    /// <summary>How often it ran.</summary>
    public int Runs => Volatile.Read(ref _runs);

    public ValueTask<Outcome> HandleAsync(TCommand command, CommandContext context)
    {
        Interlocked.Increment(ref _runs);
        return act(command, context);
    }
}
