using Auctions.ServiceDefaults.Draining;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Auctions.Worker.Topics;

/// <summary>Answers the sidecar whether this worker is ready for work (<c>--enable-app-health-check</c>).</summary>
internal sealed class SidecarProbe(Readiness readiness) : AppCallbackHealthCheck.AppCallbackHealthCheckBase
{
    public override Task<HealthCheckResponse> HealthCheck(Empty request, ServerCallContext context) => readiness.IsReady
        ? Task.FromResult(new HealthCheckResponse())
        : throw new RpcException(new Status(StatusCode.Unavailable, "stopping"));
}
