namespace Embedded.Hub;

/// <summary>
/// A hub can't be started or joined: the data directory or its database can't be used, or the hub there speaks
/// another protocol. The message names the file or folder and what to do; nothing was deleted or overwritten.
/// </summary>
public sealed class HubStartException(string message, Exception? inner = null) : Exception(message, inner);
