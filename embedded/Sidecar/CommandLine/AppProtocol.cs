namespace Embedded.Sidecar.CommandLine;

/// <summary>What the app speaks on its port.</summary>
internal enum AppProtocol
{
    /// <summary>HTTP/1.1.</summary>
    Http,

    /// <summary>gRPC over cleartext HTTP/2.</summary>
    Grpc,
}
