namespace Embedded.Sidecar.Workflows;

/// <summary>One call of <c>TaskHubSidecarService</c>, as it arrived at a sidecar's gRPC port.</summary>
/// <param name="App">The app-id of the sidecar, whose workflows the call is about.</param>
/// <param name="Method">The method's name, for example <c>StartInstance</c>.</param>
/// <param name="Request">The request message.</param>
/// <param name="TraceParent">The caller's W3C trace context; null where the caller sends none.</param>
internal readonly record struct WorkflowCall(string App, string Method, ReadOnlyMemory<byte> Request, string? TraceParent);
