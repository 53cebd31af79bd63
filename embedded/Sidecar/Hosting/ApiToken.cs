using System.Security.Cryptography;
using System.Text;
using Embedded.Sidecar.Grpc;
using Grpc.Core;

namespace Embedded.Sidecar.Hosting;

/// <summary>Where DAPR_API_TOKEN is set, callers show it as dapr-api-token; health may be asked by everybody.</summary>
internal static class ApiToken
{
    /// <summary>Refuses who doesn't.</summary>
    public static void UseApiToken(this IApplicationBuilder app, string? token)
    {
        if (token is null)
            return;
        var expected = Encoding.UTF8.GetBytes(token);
        app.Use((context, next) =>
        {
            var door = context.Features.Get<DoorFeature>()!.Door;
            if (door == Door.Internal || context.Request.Path.StartsWithSegments("/v1.0/healthz")
                || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.Request.Headers["dapr-api-token"].ToString()), expected))
                return next(context);
            if (door == Door.Grpc)
                return GrpcAnswer.EndAsync(context, StatusCode.Unauthenticated, "authentication error: api token missing or wrong");
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return context.Response.WriteAsync("invalid api token");
        });
    }
}
