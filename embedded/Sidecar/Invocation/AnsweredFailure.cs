using Embedded.Sidecar.Resiliency;

namespace Embedded.Sidecar.Invocation;

/// <summary>A try that the app answered, with a status that may be worth another one.</summary>
/// <param name="message">What the app said.</param>
/// <param name="http">The HTTP status, of an HTTP call.</param>
/// <param name="grpc">The gRPC status, of a gRPC call.</param>
/// <param name="relay">Writes the answer as the app gave it.</param>
internal sealed class AnsweredFailure(string message, int? http, int? grpc, Func<HttpContext, Task> relay)
    : CallFailure(message, http, grpc)
{
    /// <summary>Passes the answer on after all: one that was worth another try and got no better is still the app's.</summary>
    public Task RelayAsync(HttpContext context) => relay(context);
}
