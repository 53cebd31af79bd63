using Microsoft.Extensions.Configuration;

namespace Dapr.Workflow.Connection;

/// <summary>Where the sidecar's gRPC port is, and what it asks for: from the configuration, else from the environment.</summary>
/// <param name="Endpoint">The address.</param>
/// <param name="ApiToken">What each call has to carry; null where there is nothing.</param>
internal sealed record SidecarAddress(Uri Endpoint, string? ApiToken)
{
    private const string DefaultPort = "50001";

    /// <exception cref="InvalidOperationException">The endpoint or the port is none.</exception>
    public static SidecarAddress Read(IConfiguration? configuration)
    {
        string? Setting(string name) =>
            configuration?[name] is { Length: > 0 } configured ? configured
            : Environment.GetEnvironmentVariable(name) is { Length: > 0 } variable ? variable
            : null;

        var endpoint = Setting("DAPR_GRPC_ENDPOINT") ?? $"http://127.0.0.1:{Setting("DAPR_GRPC_PORT") ?? DefaultPort}";
        if (!endpoint.Contains("://", StringComparison.Ordinal))
            endpoint = "http://" + endpoint;
        return Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new SidecarAddress(uri, Setting("DAPR_API_TOKEN"))
            : throw new InvalidOperationException($"DAPR_GRPC_ENDPOINT or DAPR_GRPC_PORT makes no address: {endpoint}");
    }
}
