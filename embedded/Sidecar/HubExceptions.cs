namespace Embedded.Sidecar;

/// <summary>The hub can't be reached, or stopped during a call; the caller doesn't know whether a write happened.</summary>
internal sealed class HubUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// The hub can't be started or joined: the data directory or its database can't be used, or the running hub speaks
/// another version of the protocol. The message names the file or folder and what to do; nothing was deleted or
/// overwritten.
/// </summary>
internal sealed class HubStartException(string message, Exception? inner = null) : Exception(message, inner);
