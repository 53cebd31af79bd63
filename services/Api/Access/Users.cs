using System.Security.Claims;

namespace Auctions.Api.Access;

/// <summary>The user of a request.</summary>
internal static class Users
{
    /// <summary>The user id (<c>sub</c>) of an authenticated request.</summary>
    /// <exception cref="InvalidOperationException">The request has no user, since its endpoint lacks <c>RequireAuthorization</c>.</exception>
    public static string UserId(this ClaimsPrincipal user) =>
        user.Identity?.Name ?? throw new InvalidOperationException("The request has no user; its endpoint lacks RequireAuthorization.");
}

/// <summary>The roles of a token. The policies that require a role have the same names.</summary>
internal static class Roles
{
    public const string Bidder = "bidder";
    public const string Seller = "seller";
    public const string Admin = "admin";

    public static readonly IReadOnlyList<string> All = [Bidder, Seller, Admin];
}
