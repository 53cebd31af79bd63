using Auctions.Bus;
using MediatR;

namespace Auctions.Bench.Bus;

/// <summary>The same wish as <see cref="Note"/>, as MediatR takes it.</summary>
public sealed record MediatedNote(string CommandId) : IRequest<Outcome>, IValidated, IRetryOnFail, IHandledAsynchronously
{
    /// <inheritdoc/>
    public string Worker => "worker";

    /// <inheritdoc/>
    public int MaxRetry => 3;

    /// <inheritdoc/>
    public TimeSpan RetryDelay(int tried) => TimeSpan.FromMilliseconds(50 * tried);

    /// <inheritdoc/>
    public IReadOnlyList<FieldProblem>? Validate() => CommandId.Length > 0 ? null : [new("commandId", "is empty")];
}
