using System.Security.Cryptography;

namespace Auctions.Images.Archives;

/// <summary>The names that OCI gives to contents: <c>sha256:</c> and 64 hexadecimal digits.</summary>
public static class Digest
{
    /// <summary>The digest of these bytes.</summary>
    public static string Of(ReadOnlySpan<byte> content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));
}
