using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Embedded.Sidecar.Api.Grpc;

/// <summary>Turns exceptions of the sidecar into gRPC statuses.</summary>
internal sealed class ErrorInterceptor : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception failure) when (StatusOf(failure) is { } status)
        {
            throw new RpcException(status);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception failure) when (StatusOf(failure) is { } status)
        {
            throw new RpcException(status);
        }
    }

    private static Status? StatusOf(Exception failure) => failure switch
    {
        DaprError error => new Status(error.Grpc, error.Message),
        HubUnavailableException unavailable => new Status(StatusCode.Unavailable, unavailable.Message),
        _ => null,
    };
}
