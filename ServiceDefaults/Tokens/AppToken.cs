using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Auctions.ServiceDefaults.Tokens;

/// <summary>
/// The token by which an app knows its own sidecar: <c>APP_API_TOKEN</c>, which the sidecar sends with its calls as
/// <see cref="Header"/>. Where the setting is empty, everybody may call.
/// </summary>
/// <param name="configuration">Where the setting is read, once.</param>
public sealed class AppToken(IConfiguration configuration)
{
    /// <summary>The header, or the gRPC metadata key, of the token.</summary>
    public const string Header = "dapr-api-token";

    private const string Setting = "APP_API_TOKEN";

    private readonly byte[] _expected = Encoding.UTF8.GetBytes(configuration[Setting] ?? "");

    /// <summary>Why a call is refused; the sidecar writes it to its log.</summary>
    public static string Refusal => $"{Header} is missing or not {Setting}";

    /// <summary>Whether a caller may call.</summary>
    /// <param name="sent">The token that came with the call; null or empty where there was none.</param>
    public bool Admits(string? sent) =>
        _expected.Length == 0 || CryptographicOperations.FixedTimeEquals(_expected, Encoding.UTF8.GetBytes(sent ?? ""));
}

/// <summary>Answers 401 to HTTP calls that come without the <see cref="AppToken"/>.</summary>
/// <param name="configuration">Where the token is read.</param>
public sealed class AppTokenFilter(IConfiguration configuration) : IEndpointFilter
{
    private readonly AppToken _token = new(configuration);

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        _token.Admits(context.HttpContext.Request.Headers[AppToken.Header].ToString())
            ? await next(context).ConfigureAwait(false)
            : TypedResults.Unauthorized();
}

/// <summary>
/// Answers Unauthenticated to gRPC calls that come without the <see cref="AppToken"/>. Health and the questions about
/// subscriptions and bindings are open to everybody, because daprd sends no token with them.
/// </summary>
/// <param name="configuration">Where the token is read.</param>
public sealed class AppTokenInterceptor(IConfiguration configuration) : Interceptor
{
    private static readonly string[] OpenMethods =
    [
        "/grpc.health.v1.",
        "/dapr.proto.runtime.v1.AppCallbackHealthCheck/",
        "/dapr.proto.runtime.v1.AppCallback/ListTopicSubscriptions",
        "/dapr.proto.runtime.v1.AppCallback/ListInputBindings",
    ];

    private readonly AppToken _token = new(configuration);

    /// <inheritdoc/>
    /// <exception cref="RpcException">Unauthenticated: the token is missing or wrong.</exception>
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        IsOpen(context.Method) || _token.Admits(context.RequestHeaders.GetValue(AppToken.Header))
            ? continuation(request, context)
            : throw new RpcException(new Status(StatusCode.Unauthenticated, AppToken.Refusal));

    private static bool IsOpen(string method) =>
        Array.Exists(OpenMethods, open => method.StartsWith(open, StringComparison.Ordinal));
}
