using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.Tokens;

namespace Auctions.ServiceDefaults.Tokens;

/// <summary>
/// Checks bearer tokens as the framework's own section <c>Authentication:Schemes:Bearer</c> describes them: by an
/// Authority, or by SigningKeys with ValidIssuer and ValidAudiences.
/// </summary>
public static class BearerTokens
{
    /// <summary>The claim that holds the user id. A token without it is not valid.</summary>
    public const string UserClaim = "sub";

    /// <summary>The claim that holds the roles.</summary>
    public const string RolesClaim = "roles";

    // HMAC-SHA256 needs a key that is at least as long as its output.
    private const int MinKeyBits = 256;

    // The clocks of this process and of the issuer may differ by this much.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(10);

    /// <summary>Adds the check of bearer tokens as the default authentication scheme.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="find">Where a request carries its token; null for the Authorization header alone.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// At start, where the section describes no way to check a token, or a signing key is too short.
    /// </exception>
    public static void AddBearerTokens(this IHostApplicationBuilder builder, Func<HttpContext, string?>? find = null)
    {
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(bearer =>
        {
            bearer.MapInboundClaims = false;
            bearer.TokenValidationParameters.NameClaimType = UserClaim;
            bearer.TokenValidationParameters.RoleClaimType = RolesClaim;
            bearer.TokenValidationParameters.ClockSkew = ClockSkew;
            bearer.Events = new JwtBearerEvents { OnTokenValidated = RequireUser };
            if (find is not null)
                bearer.Events.OnMessageReceived = context =>
                {
                    context.Token = find(context.HttpContext);
                    return Task.CompletedTask;
                };
        });
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Validate(
                bearer => !string.IsNullOrEmpty(bearer.Authority) || bearer.TokenValidationParameters.IssuerSigningKeys?.Any() == true,
                "No token could be checked: set Authentication:Schemes:Bearer:Authority, or SigningKeys:0:Value with "
                + "SigningKeys:0:Issuer and ValidIssuer, under Authentication:Schemes:Bearer (AppHost does so for development).")
            .Validate(
                bearer => bearer.TokenValidationParameters.IssuerSigningKeys?.All(key => key.KeySize >= MinKeyBits) != false,
                $"A key under Authentication:Schemes:Bearer:SigningKeys has fewer than {MinKeyBits} bits.")
            .ValidateOnStart();
    }

    private static Task RequireUser(TokenValidatedContext context)
    {
        if (string.IsNullOrEmpty(context.Principal?.Identity?.Name))
            context.Fail(new SecurityTokenValidationException($"The token has no {UserClaim}."));
        return Task.CompletedTask;
    }
}
