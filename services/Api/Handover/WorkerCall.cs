using Auctions.ServiceDefaults.Health;
using Auctions.ServiceDefaults.Sidecars;
using Grpc.Core;
using Grpc.Net.Client;
using CommandsClient = Auctions.Worker.V1.Commands.CommandsClient;

namespace Auctions.Api.Handover;

/// <summary>Calls to workers, which go through the sidecar and name the worker by its app-id.</summary>
internal static class WorkerCall
{
    /// <summary>Registers the sidecar, which Api needs, the gRPC client of the worker, and the comparison of the clocks.</summary>
    public static void AddWorkerCalls(this IServiceCollection services)
    {
        services.AddSidecar().AddSidecarNeeds(Components.StateStore);
        services.AddSingleton(provider => new CommandsClient(provider.GetRequiredService<GrpcChannel>()));
        services.AddSingleton<WorkerClocks>().AddSingleton<INeed, ClockNeed>();
    }

    /// <summary>The headers of a call to an app.</summary>
    public static Metadata HeadersTo(string appId, IConfiguration configuration)
    {
        var headers = new Metadata { { "dapr-app-id", appId } };
        if (Sidecar.Token(configuration) is { } token)
            headers.Add("dapr-api-token", token);
        return headers;
    }
}
