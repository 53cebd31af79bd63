namespace Auctions.Bus;

/// <summary>The rest of a pipeline, as a middleware sees it.</summary>
/// <typeparam name="TCommand">The command the pipeline was composed for.</typeparam>
public delegate ValueTask<Outcome> CommandDelegate<in TCommand>(TCommand command, CommandContext context);
