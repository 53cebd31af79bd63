using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace Auctions.Api.Access;

/// <summary>
/// Bearer tokens, as <c>Authentication:Schemes:Bearer</c> describes them (the framework's own section: Authority, or
/// SigningKeys with ValidIssuer and ValidAudiences).
/// </summary>
internal static class Tokens
{
    public const string UserClaim = "sub";
    public const string RolesClaim = "roles";

    /// <summary>HMAC-SHA256 wants a key no shorter than its output.</summary>
    private const int LeastKeyBits = 256;

    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(10);

    public static void AddTokens(this WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(bearer =>
        {
            bearer.MapInboundClaims = false;
            bearer.TokenValidationParameters.NameClaimType = UserClaim;
            bearer.TokenValidationParameters.RoleClaimType = RolesClaim;
            bearer.TokenValidationParameters.ClockSkew = ClockSkew;
            bearer.Events = new JwtBearerEvents { OnTokenValidated = RequireUser };
        });
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Validate(
                bearer => !string.IsNullOrEmpty(bearer.Authority) || bearer.TokenValidationParameters.IssuerSigningKeys?.Any() == true,
                "No token could be checked: set Authentication:Schemes:Bearer:Authority, or SigningKeys:0:Value with "
                + "SigningKeys:0:Issuer and ValidIssuer, under Authentication:Schemes:Bearer (AppHost does so for development).")
            .Validate(
                bearer => bearer.TokenValidationParameters.IssuerSigningKeys?.All(key => key.KeySize >= LeastKeyBits) != false,
                $"A key under Authentication:Schemes:Bearer:SigningKeys has fewer than {LeastKeyBits} bits.")
            .ValidateOnStart();

        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(Roles.Bidder, policy => policy.RequireRole(Roles.Bidder))
            .AddPolicy(Roles.Seller, policy => policy.RequireRole(Roles.Seller))
            .AddPolicy(Roles.Admin, policy => policy.RequireRole(Roles.Admin));
    }

    private static Task RequireUser(TokenValidatedContext context)
    {
        if (string.IsNullOrEmpty(context.Principal?.Identity?.Name))
            context.Fail(new SecurityTokenValidationException($"The token has no {UserClaim}."));
        return Task.CompletedTask;
    }
}
