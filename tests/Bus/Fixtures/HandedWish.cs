using Auctions.Bus;

namespace Bus.Tests.Fixtures;

/// <summary>A command that the app <c>worker</c> does.</summary>
internal sealed record HandedWish(string CommandId = "handed-1") : ICommand<HandedWish>, IHandledAsynchronously
{
    public static IReadOnlyList<Type> Handlers { get; } = [typeof(Step<HandedWish>)];

    public string Worker => "worker";
}
