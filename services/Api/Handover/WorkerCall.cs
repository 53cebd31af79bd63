using Auctions.ServiceDefaults.Sidecars;
using Grpc.Core;

namespace Auctions.Api.Handover;

/// <summary>How a call finds its worker: through the sidecar, by the app-id.</summary>
internal static class WorkerCall
{
    /// <summary>The headers of a call to an app.</summary>
    public static Metadata HeadersTo(string appId, IConfiguration configuration)
    {
        var headers = new Metadata { { "dapr-app-id", appId } };
        if (Sidecar.Token(configuration) is { } token)
            headers.Add("dapr-api-token", token);
        return headers;
    }
}
