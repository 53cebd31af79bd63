using Auctions.Bus;

namespace Auctions.Api.Handover;

/// <summary>The end of Api's pipeline, which no command reaches: what is not handed to a worker is refused.</summary>
internal sealed class NoHandlersHere : IHandlerRunner
{
    public CommandDelegate<TCommand> Compose<TCommand>(IReadOnlyList<Type> handlers)
        where TCommand : class, ICommand<TCommand> =>
        (_, _) => throw new InvalidOperationException(
            $"{CommandCatalog.NameOf<TCommand>()} came to its handlers in {AppIds.Api}, which has none. "
            + $"A command sent here must be {nameof(IHandledAsynchronously)} by another app.");
}
