namespace Auctions.Api.Access;

/// <summary>The roles of a token, and by the same names the policies that ask for one.</summary>
internal static class Roles
{
    public const string Bidder = "bidder";
    public const string Seller = "seller";
    public const string Admin = "admin";

    public static readonly IReadOnlyList<string> All = [Bidder, Seller, Admin];
}
