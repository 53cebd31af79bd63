using System.Text.Json;

namespace Auctions.Tests.Model;

/// <summary>What everybody gets to see.</summary>
internal static class Shown
{
    private static readonly HashSet<string> Public =
        ["seq", "price", "bids", "participants", "nextMinimum", "buyNowPrice", "step", "until", "bid"];

    // Public figures that may happen to equal a hidden one, which nobody can tell from them.
    private static readonly HashSet<string> MayCoincide = ["seq", "bids", "participants", "nextMinimum", "buyNowPrice", "step", "until", "bid"];

    /// <summary>Holds every figure of a document against those that are public and those that are hidden.</summary>
    public static void CheckPublic(byte[] json, decimal?[] hidden)
    {
        using var document = JsonDocument.Parse(json);
        foreach (var member in document.RootElement.EnumerateObject())
        {
            Assert.True(member.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array), $"{member.Name} is more than a value.");
            if (member.Value.ValueKind != JsonValueKind.Number)
                continue;
            Assert.True(Public.Contains(member.Name), $"The figure {member.Name} is none of those that are public.");
            Assert.True(MayCoincide.Contains(member.Name) || !hidden.Contains(member.Value.GetDecimal()), $"{member.Name} shows what is hidden.");
        }
    }
}
