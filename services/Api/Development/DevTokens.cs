using Auctions.Api.Access;
using Auctions.Api.Bodies;
using Auctions.Api.Errors;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Auctions.Api.Development;

/// <summary>
/// <c>POST /dev/tokens</c>: a token for whoever one wants to be. Mapped in Development only; everywhere else there is
/// nothing at this path.
/// </summary>
internal static class DevTokens
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    public static void MapDevTokens(this IEndpointRouteBuilder app) =>
        app.MapPost("/dev/tokens", Make).Produces<TokenAnswer>().ProducesProblem(400).WithTags("development");

    private static IResult Make(JsonBody<TokenRequest> body, IOptionsMonitor<JwtBearerOptions> bearer, TimeProvider time)
    {
        if (body.Problem is { } unreadable)
            return unreadable;
        if (body.Value!.Problems() is { Count: > 0 } problems)
            return Problems.Invalid(problems);

        var checks = bearer.Get(JwtBearerDefaults.AuthenticationScheme).TokenValidationParameters;
        if (checks.IssuerSigningKeys?.FirstOrDefault() is not SymmetricSecurityKey key)
            return Problems.NotSupported("Signing where tokens come from an Authority");

        var now = time.GetUtcNow().UtcDateTime;
        return TypedResults.Ok(new TokenAnswer(new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = checks.ValidIssuers?.FirstOrDefault() ?? checks.ValidIssuer,
            Audience = checks.ValidAudiences?.FirstOrDefault() ?? checks.ValidAudience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            Claims = new Dictionary<string, object> { [Tokens.UserClaim] = body.Value.User!, [Tokens.RolesClaim] = body.Value.Roles! },
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
        })));
    }
}
