using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Auctions.Worker.Dispatching;

/// <summary>
/// Rejects calls that don't come from the sidecar. Where <c>APP_API_TOKEN</c> is set, the sidecar sends that token as
/// <c>dapr-api-token</c>. Calls for health and subscriptions need no token, because daprd sends none with them.
/// </summary>
internal sealed class SidecarToken(IConfiguration configuration) : Interceptor
{
    private readonly byte[]? _token = configuration["APP_API_TOKEN"] is { Length: > 0 } token ? Encoding.UTF8.GetBytes(token) : null;

    private static readonly string[] MethodsWithoutToken =
    [
        "/grpc.health.v1.",
        "/dapr.proto.runtime.v1.AppCallbackHealthCheck/",
        "/dapr.proto.runtime.v1.AppCallback/ListTopicSubscriptions",
        "/dapr.proto.runtime.v1.AppCallback/ListInputBindings",
    ];

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        if (_token is null || MethodsWithoutToken.Any(method => context.Method.StartsWith(method, StringComparison.Ordinal)))
            return continuation(request, context);

        var sent = context.RequestHeaders.GetValue("dapr-api-token");
        return sent is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sent), _token)
            ? continuation(request, context)
            : throw new RpcException(new Status(StatusCode.Unauthenticated, "dapr-api-token is missing or not APP_API_TOKEN"));
    }
}
