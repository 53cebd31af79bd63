using Auctions.Bus;

namespace Bus.Tests.Fixtures;

/// <summary>Another command with one handler, so that two pipelines stand side by side.</summary>
internal sealed record OtherWish(string CommandId = "other-1") : ICommand<OtherWish>
{
    public static IReadOnlyList<Type> Handlers { get; } = [typeof(Step<OtherWish>)];
}
