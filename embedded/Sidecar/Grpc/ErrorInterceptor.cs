using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Embedded.Sidecar.Grpc;

/// <summary>Turns errors into gRPC statuses.</summary>
internal sealed class ErrorInterceptor : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (DaprError error)
        {
            throw new RpcException(new Status(error.Grpc, error.Message));
        }
    }
}
