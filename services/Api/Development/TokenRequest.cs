using Auctions.Api.Access;
using Auctions.Bus;

namespace Auctions.Api.Development;

/// <summary>The body of <c>POST /dev/tokens</c>.</summary>
internal sealed record TokenRequest
{
    private const int MostUserCharacters = 64;

    /// <summary>1 to 64 of A–Z, a–z, 0–9, <c>.</c>, <c>_</c>, <c>-</c>.</summary>
    public string? User { get; init; }

    /// <summary>Any of bidder, seller, admin; at least one.</summary>
    public IReadOnlyList<string?>? Roles { get; init; }

    /// <summary>What can't be right.</summary>
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
