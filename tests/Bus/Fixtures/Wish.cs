using Auctions.Bus;

namespace Bus.Tests.Fixtures;

/// <summary>A command with one handler and no capacity.</summary>
internal sealed record Wish(string CommandId = "wish-1") : ICommand<Wish>
{
    public static IReadOnlyList<Type> Handlers { get; } = [typeof(Step<Wish>)];
}
