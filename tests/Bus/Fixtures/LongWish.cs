using Auctions.Bus;

namespace Bus.Tests.Fixtures;

/// <summary>A command with three handlers.</summary>
internal sealed record LongWish(string CommandId = "long-1") : ICommand<LongWish>
{
    public static IReadOnlyList<Type> Handlers { get; } = [typeof(First), typeof(Second), typeof(Third)];

    internal sealed class First(Func<CommandContext, ValueTask<Outcome>> act) : Step<LongWish>((_, context) => act(context));

    internal sealed class Second(Func<CommandContext, ValueTask<Outcome>> act) : Step<LongWish>((_, context) => act(context));

    internal sealed class Third(Func<CommandContext, ValueTask<Outcome>> act) : Step<LongWish>((_, context) => act(context));
}
