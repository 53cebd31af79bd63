using Embedded.Sidecar.Api.Invocation;
using Embedded.Sidecar.Protocol;
using Grpc.Core;

namespace Embedded.Sidecar.Api.Grpc;

/// <summary>gRPC service invocation: the sidecar passes a call of a service that it doesn't know on to another app.</summary>
internal static class GrpcInvocation
{
    /// <summary>Maps every call that no service of the sidecar answers.</summary>
    public static void MapGrpcInvocation(this IEndpointRouteBuilder grpc, Invoker invoker) =>
        grpc.MapFallback(context => InvokeAsync(context, invoker));

    private static Task InvokeAsync(HttpContext context, Invoker invoker)
    {
        var path = context.Request.Path.Value ?? "";
        if (path.StartsWith($"/{DaprService.ServiceName}/", StringComparison.Ordinal)
            || path.StartsWith($"/{TaskHubService.ServiceName}/", StringComparison.Ordinal))
            return GrpcAnswer.EndAsync(context, StatusCode.Unimplemented, $"{path[1..]} is not supported by the embedded sidecar");
        var headers = context.Request.Headers;
        return (headers[InvocationHeaders.Callee] is [{ Length: > 0 } callee, ..] ? callee : headers["dapr-app-id"].ToString()) is { Length: > 0 } app
            ? invoker.InvokeAsync(context, app, path, isGrpc: true)
            : GrpcAnswer.EndAsync(context, StatusCode.Unknown, "required metadata dapr-callee-app-id or dapr-app-id not found");
    }
}
