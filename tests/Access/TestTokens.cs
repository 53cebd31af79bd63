using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Tests.Access;

/// <summary>Valid and invalid tokens.</summary>
internal static class TestTokens
{
    private const string Issuer = "auctions";
    private const string Audience = "auctions";

    private static readonly byte[] Key = [.. Enumerable.Range(1, 48).Select(number => (byte)number)];
    private static readonly byte[] ForeignKey = [.. Enumerable.Range(101, 48).Select(number => (byte)number)];

    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["Authentication:Schemes:Bearer:ValidIssuer"] = Issuer,
        ["Authentication:Schemes:Bearer:ValidAudiences:0"] = Audience,
        ["Authentication:Schemes:Bearer:SigningKeys:0:Issuer"] = Issuer,
        ["Authentication:Schemes:Bearer:SigningKeys:0:Value"] = Convert.ToBase64String(Key),
    };

    public static string Of(string user, params string[] roles) => Make(Key, Claims(user, roles));

    public static string Expired(string user, params string[] roles) =>
        Make(Key, Claims(user, roles), from: -TimeSpan.FromHours(2), to: -TimeSpan.FromHours(1));

    public static string NotYetValid(string user, params string[] roles) =>
        Make(Key, Claims(user, roles), from: TimeSpan.FromHours(1), to: TimeSpan.FromHours(2));

    public static string Foreign(string user, params string[] roles) => Make(ForeignKey, Claims(user, roles));

    public static string OfIssuer(string issuer, string user, params string[] roles) => Make(Key, Claims(user, roles), issuer);

    public static string ForAudience(string audience, string user, params string[] roles) =>
        Make(Key, Claims(user, roles), audience: audience);

    public static string Nameless(params string[] roles) => Make(Key, new() { ["roles"] = roles });

    /// <summary>Well-formed, with <c>alg: none</c>.</summary>
    public static string WithoutSignature(string user, params string[] roles) => Make(null, Claims(user, roles));

    private static Dictionary<string, object> Claims(string user, string[] roles) => new() { ["sub"] = user, ["roles"] = roles };

    private static string Make(
        byte[]? key, Dictionary<string, object> claims, string issuer = Issuer, string audience = Audience,
        TimeSpan? from = null, TimeSpan? to = null)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            NotBefore = now + (from ?? -TimeSpan.FromMinutes(1)),
            Expires = now + (to ?? TimeSpan.FromHours(1)),
            Claims = claims,
            SigningCredentials = key is null ? null : new SigningCredentials(new SymmetricSecurityKey(key), SecurityAlgorithms.HmacSha256),
        });
    }
}
