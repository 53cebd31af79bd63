using System.Security.Claims;

namespace Auctions.Api.Access;

/// <summary>Who sent a request.</summary>
internal static class Users
{
    /// <summary>The user id (<c>sub</c>) of a request that was let in by its token.</summary>
    public static string UserId(this ClaimsPrincipal user) =>
        user.Identity?.Name ?? throw new InvalidOperationException("The request has no user; its endpoint lacks RequireAuthorization.");
}
