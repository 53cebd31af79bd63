namespace Embedded.Sidecar.Hosting;

/// <summary>The ports of a sidecar.</summary>
internal enum ApiPort
{
    /// <summary>The HTTP API.</summary>
    Http,

    /// <summary>The gRPC API.</summary>
    Grpc,

    /// <summary>Invocations from other sidecars.</summary>
    Internal,
}

/// <summary>A connection feature: the port that accepted the connection.</summary>
internal sealed record ApiPortFeature(ApiPort Port);
