using Auctions.Api.Bodies;
using Auctions.Api.Errors;
using Auctions.Bus;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Auctions.Api.Access;

/// <summary>
/// <c>POST /dev/tokens</c>: issues a token for any user and roles. Program maps it in Development only.
/// </summary>
internal static class DevTokens
{
    private static readonly TimeSpan Validity = TimeSpan.FromHours(12);

    public static void MapDevTokens(this IEndpointRouteBuilder app) =>
        app.MapPost("/dev/tokens", Issue).Produces<TokenAnswer>().ProducesProblem(400).WithTags("development");

    private static IResult Issue(JsonBody<TokenRequest> body, IOptionsMonitor<JwtBearerOptions> bearer, TimeProvider time)
    {
        if (body.Problem is { } unreadable)
            return unreadable;
        if (body.Value!.Problems() is { Count: > 0 } problems)
            return Problems.Invalid(problems);

        var checks = bearer.Get(JwtBearerDefaults.AuthenticationScheme).TokenValidationParameters;
        if (checks.IssuerSigningKeys?.FirstOrDefault() is not SymmetricSecurityKey key)
            return Problems.NotSupported("Issuing tokens while an Authority issues them");

        var now = time.GetUtcNow().UtcDateTime;
        return TypedResults.Ok(new TokenAnswer(new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = checks.ValidIssuers?.FirstOrDefault() ?? checks.ValidIssuer,
            Audience = checks.ValidAudiences?.FirstOrDefault() ?? checks.ValidAudience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Validity,
            Claims = new Dictionary<string, object> { [Tokens.UserClaim] = body.Value.User!, [Tokens.RolesClaim] = body.Value.Roles! },
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
        })));
    }
}

/// <summary>The body of <c>POST /dev/tokens</c>.</summary>
internal sealed record TokenRequest
{
    private const int MostUserCharacters = 64;

    /// <summary>1 to 64 of A–Z, a–z, 0–9, <c>.</c>, <c>_</c>, <c>-</c>.</summary>
    public string? User { get; init; }

    /// <summary>At least one of bidder, seller, admin.</summary>
    public IReadOnlyList<string?>? Roles { get; init; }

    /// <summary>The problems with the fields; empty if the request is valid.</summary>
    public IReadOnlyList<FieldProblem> Problems()
    {
        var problems = new List<FieldProblem>();
        if (User is not { Length: > 0 and <= MostUserCharacters } || !User.All(IsPlain))
            problems.Add(new("user", $"must be 1 to {MostUserCharacters} letters, digits, '.', '_' or '-'"));
        if (Roles is not { Count: > 0 } || !Roles.All(Access.Roles.All.Contains))
            problems.Add(new("roles", $"must hold some of: {string.Join(", ", Access.Roles.All)}"));
        return problems;
    }

    private static bool IsPlain(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-';
}

/// <summary>The answer to <c>POST /dev/tokens</c>.</summary>
/// <param name="AccessToken">For the header <c>Authorization: Bearer …</c>.</param>
internal sealed record TokenAnswer(string AccessToken);
