namespace Auctions.Worker.Durable;

/// <summary>What a step gets.</summary>
/// <param name="Command">The command.</param>
/// <param name="Before">What the steps before left.</param>
internal sealed record StepInput<TCommand>(TCommand Command, StepReport Before);
