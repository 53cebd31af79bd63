using Auctions.Bus;

namespace Auctions.Bench.Bus;

/// <summary>A command with every capacity, so that no middleware steps out of the way.</summary>
public sealed record Note(string CommandId) : ICommand<Note>, IValidated, IRetryOnFail, IHandledAsynchronously
{
    /// <inheritdoc/>
    public static IReadOnlyList<Type> Handlers { get; } = [typeof(NoteHandler)];

    /// <inheritdoc/>
    public string Worker => "worker";

    /// <inheritdoc/>
    public int MaxRetry => 3;

    /// <inheritdoc/>
    public TimeSpan RetryDelay(int tried) => TimeSpan.FromMilliseconds(50 * tried);

    /// <inheritdoc/>
    public IReadOnlyList<FieldProblem>? Validate() => CommandId.Length > 0 ? null : [new("commandId", "is empty")];
}
