namespace Embedded.Hub;

/// <summary>The hub could not be reached, or went away during the call; whether a write happened is unknown.</summary>
public sealed class HubUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
