using System.Security.Cryptography;

namespace Auctions.Images.Archives;

/// <summary>The digests by which OCI names contents: <c>sha256:</c> and 64 hexadecimal digits.</summary>
internal static class Digest
{
    /// <summary>The digest of the bytes.</summary>
    public static string Of(ReadOnlySpan<byte> content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));
}
