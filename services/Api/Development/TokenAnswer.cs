namespace Auctions.Api.Development;

/// <summary>The answer to <c>POST /dev/tokens</c>.</summary>
/// <param name="AccessToken">For the header <c>Authorization: Bearer …</c>.</param>
internal sealed record TokenAnswer(string AccessToken);
