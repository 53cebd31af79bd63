namespace Embedded.Sidecar.Policies;

/// <summary>A failed attempt at a call, with the status by which a policy decides whether to retry.</summary>
internal class CallFailure(string message, int? http = null, int? grpc = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The HTTP status; null for other calls.</summary>
    public int? Http => http;

    /// <summary>The gRPC status; null for other calls.</summary>
    public int? Grpc => grpc;
}
