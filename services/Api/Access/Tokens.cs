using Auctions.ServiceDefaults.Tokens;

namespace Auctions.Api.Access;

/// <summary>Bearer tokens, and a policy for each role that an endpoint may require.</summary>
internal static class Tokens
{
    public const string UserClaim = BearerTokens.UserClaim;
    public const string RolesClaim = BearerTokens.RolesClaim;

    public static void AddTokens(this WebApplicationBuilder builder)
    {
        builder.AddBearerTokens();
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(Roles.Bidder, policy => policy.RequireRole(Roles.Bidder))
            .AddPolicy(Roles.Seller, policy => policy.RequireRole(Roles.Seller))
            .AddPolicy(Roles.Admin, policy => policy.RequireRole(Roles.Admin));
    }
}
