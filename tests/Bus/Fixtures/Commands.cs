// The commands that the tests send. Each has what its test needs and no more.
using Auctions.Bus;

namespace Bus.Tests.Fixtures;

/// <summary>A command with one handler and no capacity.</summary>
internal sealed record PlainCommand(string CommandId = "plain-1") : ICommand<PlainCommand>
{
    public static IReadOnlyList<Type> Handlers { get; } = [typeof(Step<PlainCommand>)];
}

/// <summary>Another command with one handler, so that two pipelines stand side by side.</summary>
internal sealed record OtherCommand(string CommandId = "other-1") : ICommand<OtherCommand>
{
    public static IReadOnlyList<Type> Handlers { get; } = [typeof(Step<OtherCommand>)];
}

/// <summary>A command with three handlers.</summary>
internal sealed record LongCommand(string CommandId = "long-1") : ICommand<LongCommand>
{
    public static IReadOnlyList<Type> Handlers { get; } = [typeof(First), typeof(Second), typeof(Third)];

    internal sealed class First(Func<CommandContext, ValueTask<Outcome>> act) : Step<LongCommand>((_, context) => act(context));

    internal sealed class Second(Func<CommandContext, ValueTask<Outcome>> act) : Step<LongCommand>((_, context) => act(context));

    internal sealed class Third(Func<CommandContext, ValueTask<Outcome>> act) : Step<LongCommand>((_, context) => act(context));
}

/// <summary>A command that is wrong where its amount isn't above 0, with a field that nobody may see.</summary>
internal sealed record ValidatedCommand(decimal Amount, string Secret = "hush", string CommandId = "validated-1")
    : ICommand<ValidatedCommand>, IValidated
{
    public static IReadOnlyList<Type> Handlers { get; } = [typeof(Step<ValidatedCommand>)];

    public IReadOnlyList<FieldProblem>? Validate() => Amount > 0 ? null : [new("amount", "must be above 0")];
}

/// <summary>A command whose handlers run in the app <c>worker</c>.</summary>
internal sealed record DispatchedCommand(string CommandId = "dispatched-1") : ICommand<DispatchedCommand>, IHandledAsynchronously
{
    public static IReadOnlyList<Type> Handlers { get; } = [typeof(Step<DispatchedCommand>)];

    public string Worker => "worker";
}

/// <summary>A command that is tried again after 100 ms, 200 ms, 300 ms, …</summary>
internal sealed record RetriedCommand(int MaxRetry = 3, string CommandId = "retried-1") : ICommand<RetriedCommand>, IRetryOnFail
{
    public static IReadOnlyList<Type> Handlers { get; } = [typeof(Step<RetriedCommand>)];

    public TimeSpan RetryDelay(int tried) => TimeSpan.FromMilliseconds(100 * tried);
}
