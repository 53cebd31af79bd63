namespace Auctions.Worker.Durable;

/// <summary>A step of a command kept failing. The message names the step and the kind of failure, and no figures.</summary>
/// <param name="message">What is told of it.</param>
internal sealed class CommandFailedException(string message) : Exception(message);
