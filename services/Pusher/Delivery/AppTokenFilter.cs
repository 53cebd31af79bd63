using System.Security.Cryptography;
using System.Text;

namespace Auctions.Pusher.Delivery;

/// <summary>Lets only the sidecar in, where <c>APP_API_TOKEN</c> says how to know it.</summary>
internal sealed class AppTokenFilter(IConfiguration configuration) : IEndpointFilter
{
    private readonly byte[] _token = Encoding.UTF8.GetBytes(configuration["APP_API_TOKEN"] ?? "");

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var given = Encoding.UTF8.GetBytes(context.HttpContext.Request.Headers["dapr-api-token"].ToString());
        return _token.Length == 0 || CryptographicOperations.FixedTimeEquals(_token, given)
            ? await next(context)
            : TypedResults.Unauthorized();
    }
}
