using Auctions.Bus;

namespace Auctions.Bench.Bus;

/// <summary>Stands where the benchmark never gets to: another worker, and a listener to events nobody records.</summary>
public sealed class Nobody : ICommandDispatcher, IRecordedEvents
{
    /// <inheritdoc/>
    public ValueTask<Outcome> DispatchAsync<TCommand>(TCommand command, string worker, CancellationToken cancellation)
        where TCommand : class, ICommand<TCommand> =>
        throw new InvalidOperationException("the benchmark runs in the worker itself");

    /// <inheritdoc/>
    public void Recorded(IReadOnlyList<object> events) =>
        throw new InvalidOperationException("the benchmark records nothing");
}
