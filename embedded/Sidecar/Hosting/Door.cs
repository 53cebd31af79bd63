namespace Embedded.Sidecar.Hosting;

/// <summary>By which port a request came.</summary>
internal enum Door
{
    /// <summary>The HTTP API.</summary>
    Http,

    /// <summary>The gRPC API.</summary>
    Grpc,

    /// <summary>Other sidecars.</summary>
    Internal,
}
