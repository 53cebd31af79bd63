using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Embedded.Sidecar.Resources;

/// <summary>A field of a YAML file. It knows its path, so that every error names file and field.</summary>
internal sealed class YamlField(string file, string path, YamlNode? node)
{
    /// <summary>The field's path, for example <c>spec.metadata[0].value</c>.</summary>
    public string Path { get; } = path;

    /// <summary>Whether the field is there and not null.</summary>
    public bool Exists =>
        node is not null && !(node is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: null or "" or "null" or "~" });

    /// <summary>A field of this mapping, which may not exist.</summary>
    /// <exception cref="ResourceException">This field is no mapping.</exception>
    public YamlField this[string name]
    {
        get
        {
            var inner = Path.Length == 0 ? name : $"{Path}.{name}";
            if (!Exists)
                return new YamlField(file, inner, null);
            if (node is not YamlMappingNode mapping)
                throw Error("must be a mapping");
            return new YamlField(file, inner, mapping.Children.TryGetValue(new YamlScalarNode(name), out var value) ? value : null);
        }
    }

    /// <summary>The text of the field.</summary>
    /// <exception cref="ResourceException">The field is missing, or no single value.</exception>
    public string Text() => Exists || node is YamlScalarNode { Style: not YamlDotNet.Core.ScalarStyle.Plain } ? Scalar() : throw Error("is missing");

    /// <summary>The text of the field; null where the field is missing.</summary>
    public string? OptionalText() => node is null ? null : Scalar();

    /// <summary>The whole number of the field; null where the field is missing.</summary>
    public int? OptionalInt() =>
        !Exists ? null
        : int.TryParse(Scalar(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw Error($"'{Scalar()}' is no whole number");

    /// <summary>The items of this list; none where the field is missing.</summary>
    public IEnumerable<YamlField> Items()
    {
        if (!Exists)
            return [];
        if (node is not YamlSequenceNode list)
            throw Error("must be a list");
        return list.Children.Select((item, index) => new YamlField(file, $"{Path}[{index}]", item));
    }

    /// <summary>The fields of this mapping; none where the field is missing.</summary>
    public IEnumerable<(string Name, YamlField Field)> Fields()
    {
        if (!Exists)
            return [];
        if (node is not YamlMappingNode mapping)
            throw Error("must be a mapping");
        return mapping.Children.Select(pair => (pair.Key.ToString(), this[pair.Key.ToString()]));
    }

    /// <summary>An error that names this field.</summary>
    public ResourceException Error(string complaint)
    {
        var line = node is { Start.Line: > 0 } ? $" (line {node.Start.Line})" : "";
        return new ResourceException($"{file}: {(Path.Length == 0 ? "the document" : Path)} {complaint}{line}");
    }

    private string Scalar() => node is YamlScalarNode scalar ? scalar.Value ?? "" : throw Error("must be a single value");
}

/// <summary>A resource file can't be used. The message names file and field.</summary>
internal sealed class ResourceException(string message) : Exception(message);
