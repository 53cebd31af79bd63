namespace Embedded.Hub.Workflows;

/// <summary>One call of <c>TaskHubSidecarService</c>, as it came in at a sidecar's gRPC port.</summary>
/// <param name="App">The app-id of the sidecar: whose workflows these are.</param>
/// <param name="Method">The method's name, for example <c>StartInstance</c>.</param>
/// <param name="Request">The request message.</param>
/// <param name="TraceParent">The caller's W3C trace context; null where there is none.</param>
public readonly record struct WorkflowCall(string App, string Method, ReadOnlyMemory<byte> Request, string? TraceParent);
