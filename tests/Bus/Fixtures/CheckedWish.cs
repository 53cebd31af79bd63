using Auctions.Bus;

namespace Bus.Tests.Fixtures;

/// <summary>A command that is wrong where its amount isn't above 0, and that has a field nobody may see.</summary>
internal sealed record CheckedWish(decimal Amount, string Secret = "hush", string CommandId = "checked-1")
    : ICommand<CheckedWish>, IValidated
{
    public static IReadOnlyList<Type> Handlers { get; } = [typeof(Step<CheckedWish>)];

    public IReadOnlyList<FieldProblem>? Validate() => Amount > 0 ? null : [new("amount", "must be above 0")];
}
