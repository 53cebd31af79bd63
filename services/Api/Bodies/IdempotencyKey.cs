using Auctions.Api.Errors;

namespace Auctions.Api.Bodies;

/// <summary>The header <c>Idempotency-Key</c>: requests of one user with the same key are the same command.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    /// <summary>The longest key, in characters.</summary>
    public const int MostCharacters = 200;

    /// <summary>Reads the header.</summary>
    /// <param name="request">The request.</param>
    /// <param name="key">The key; null if there is none.</param>
    /// <returns>The answer to send if the header is not valid; otherwise null.</returns>
    public static IResult? Read(HttpRequest request, out string? key)
    {
        key = null;
        var values = request.Headers[Header];
        if (values.Count == 0)
            return null;

        key = values.Count == 1 ? values[0] : null;
        return key is { Length: > 0 and <= MostCharacters } && key.All(character => character is > ' ' and <= '~')
            ? null
            : Problems.Invalid("invalid-idempotency-key", [new(Header, $"must be given once, as 1 to {MostCharacters} visible ASCII characters")]);
    }
}
