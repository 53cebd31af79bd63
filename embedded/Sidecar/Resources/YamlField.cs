using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Embedded.Sidecar.Resources;

/// <summary>One place in a YAML file, which knows its name, so that every complaint names file and field.</summary>
internal sealed class YamlField(string file, string path, YamlNode? node)
{
    /// <summary>Where it stands, for example <c>spec.metadata[0].value</c>.</summary>
    public string Path { get; } = path;

    /// <summary>Whether it is there and not null.</summary>
    public bool Exists => node is not null && !(node is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: null or "" or "null" or "~" });

    /// <summary>A field of a mapping; one that does not exist where there is none.</summary>
    public YamlField this[string name]
    {
        get
        {
            var inner = Path.Length == 0 ? name : $"{Path}.{name}";
            if (!Exists)
                return new YamlField(file, inner, null);
            if (node is not YamlMappingNode mapping)
                throw Bad("must be a mapping");
            return new YamlField(file, inner, mapping.Children.TryGetValue(new YamlScalarNode(name), out var value) ? value : null);
        }
    }

    /// <summary>The text; an error where it is missing or no scalar.</summary>
    public string Text() => Exists || node is YamlScalarNode { Style: not YamlDotNet.Core.ScalarStyle.Plain } ? Scalar() : throw Bad("is missing");

    /// <summary>The text; null where it is missing.</summary>
    public string? OptionalText() => node is null ? null : Scalar();

    /// <summary>A whole number; null where it is missing.</summary>
    public int? OptionalInt() =>
        !Exists ? null
        : int.TryParse(Scalar(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw Bad($"'{Scalar()}' is no whole number");

    /// <summary>The items of a list; none where it is missing.</summary>
    public IEnumerable<YamlField> Items()
    {
        if (!Exists)
            return [];
        if (node is not YamlSequenceNode list)
            throw Bad("must be a list");
        return list.Children.Select((item, index) => new YamlField(file, $"{Path}[{index}]", item));
    }

    /// <summary>The fields of a mapping with their names; none where it is missing.</summary>
    public IEnumerable<(string Name, YamlField Field)> Fields()
    {
        if (!Exists)
            return [];
        if (node is not YamlMappingNode mapping)
            throw Bad("must be a mapping");
        return mapping.Children.Select(pair => (pair.Key.ToString(), this[pair.Key.ToString()]));
    }

    /// <summary>A complaint about this field.</summary>
    public ResourceException Bad(string complaint)
    {
        var line = node is { Start.Line: > 0 } ? $" (line {node.Start.Line})" : "";
        return new ResourceException($"{file}: {(Path.Length == 0 ? "the document" : Path)} {complaint}{line}");
    }

    private string Scalar() => node is YamlScalarNode scalar ? scalar.Value ?? "" : throw Bad("must be a single value");
}
