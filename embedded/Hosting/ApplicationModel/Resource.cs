namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource with a name.</summary>
public abstract class Resource : IResource
{
    /// <summary>A resource.</summary>
    /// <param name="name">ASCII letters, digits and single hyphens; begins with a letter; at most 64 characters.</param>
    /// <exception cref="ArgumentException">The name has another form.</exception>
    protected Resource(string name)
    {
        var wellFormed = name.Length is > 0 and <= 64
            && char.IsAsciiLetter(name[0])
            && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
            && !name.Contains("--", StringComparison.Ordinal)
            && name[^1] != '-';
        if (!wellFormed)
            throw new ArgumentException(
                $"Resource name '{name}' is invalid: letters, digits and single hyphens, beginning with a letter, at most 64.",
                nameof(name));
        Name = name;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ResourceAnnotationCollection Annotations { get; } = [];
}
