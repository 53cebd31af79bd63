namespace Auctions.Bus;

/// <summary>
/// One step of a command. A step may run twice (a retry, a worker that died midway); its effect must happen once.
/// </summary>
/// <typeparam name="TCommand">The command it is a step of.</typeparam>
public interface IHandler<in TCommand>
{
    /// <summary>Does the step.</summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="context">What the steps before found out; valid until the returned task ends, not longer.</param>
    /// <returns>
    /// The outcome as it stands after this step. A step with nothing to add returns
    /// <see cref="CommandContext.Outcome"/>. After <see cref="OutcomeKind.Failed"/> no further step runs; after
    /// <see cref="OutcomeKind.Rejected"/> the others do, for somebody has to be told.
    /// </returns>
    ValueTask<Outcome> HandleAsync(TCommand command, CommandContext context);
}
