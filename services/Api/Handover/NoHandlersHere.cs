using Auctions.Bus;

namespace Auctions.Api.Handover;

/// <summary>The end of Api's pipeline. A command arrives here only if no worker is declared for it, which is a mistake.</summary>
internal sealed class NoHandlersHere : IHandlerRunner
{
    /// <exception cref="InvalidOperationException">The returned delegate always throws: Api has no handlers.</exception>
    public CommandDelegate<TCommand> Compose<TCommand>(IReadOnlyList<Type> handlers)
        where TCommand : class, ICommand<TCommand> =>
        (_, _) => throw new InvalidOperationException(
            $"{CommandCatalog.NameOf<TCommand>()} reached the end of the pipeline in {AppIds.Api}, which has no handlers. "
            + $"A command sent here must be {nameof(IHandledAsynchronously)} by another app.");
}
