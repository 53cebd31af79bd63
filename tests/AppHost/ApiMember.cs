namespace AppHost.Tests;

/// <summary>A member of a real library, or with no <paramref name="Text"/> a type of it.</summary>
/// <param name="Namespace">Whose it is.</param>
/// <param name="Type">The type that has it.</param>
/// <param name="Text">Its C# signature.</param>
internal sealed record ApiMember(string Namespace, string Type, string? Text)
{
    /// <summary>The projects whose sources use it.</summary>
    public SortedSet<string> UsedBy { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether embedded/ has it.</summary>
    public bool IsEmbedded { get; set; }
}
