namespace Embedded.Sidecar.Resources;

/// <summary>A resource file that can't be used; the message names file and field.</summary>
internal sealed class ResourceException(string message) : Exception(message);
