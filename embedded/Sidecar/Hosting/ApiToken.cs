using System.Security.Cryptography;
using System.Text;
using Embedded.Sidecar.Protocol;
using Grpc.Core;

namespace Embedded.Sidecar.Hosting;

/// <summary>Requires the header dapr-api-token where DAPR_API_TOKEN is set, except of health checks and other sidecars.</summary>
internal static class ApiToken
{
    /// <summary>Refuses requests without the token; a token that is null allows all.</summary>
    public static void UseApiToken(this IApplicationBuilder app, string? token)
    {
        if (token is null)
            return;
        var expected = Encoding.UTF8.GetBytes(token);
        app.Use((context, next) =>
        {
            var port = context.Features.Get<ApiPortFeature>()!.Port;
            if (port == ApiPort.Internal || context.Request.Path.StartsWithSegments("/v1.0/healthz")
                || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.Request.Headers["dapr-api-token"].ToString()), expected))
                return next(context);
            if (port == ApiPort.Grpc)
                return GrpcAnswer.EndAsync(context, StatusCode.Unauthenticated, "authentication error: api token missing or wrong");
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return context.Response.WriteAsync("invalid api token");
        });
    }
}
