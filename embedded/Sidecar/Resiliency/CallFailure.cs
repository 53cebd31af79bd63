namespace Embedded.Sidecar.Resiliency;

/// <summary>A try that failed, with the status by which its policy knows whether another one is worth it.</summary>
internal class CallFailure(string message, int? http = null, int? grpc = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The HTTP status; null where it isn't that kind of call.</summary>
    public int? Http => http;

    /// <summary>The gRPC status; null where it isn't that kind of call.</summary>
    public int? Grpc => grpc;
}
