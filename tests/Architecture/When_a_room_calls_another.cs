using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>
/// Holds docs/architecture.md against the sources. A room is a folder of a project; the page lists which rooms each may use.
/// A dependency that is not listed fails, so does one that is listed and gone, and so does a cycle.
/// </summary>
public sealed partial class When_a_room_calls_another
{
    private const string Root = "(root)";

    /// <summary>The projects that the page lists, with the rooms that each room may use.</summary>
    public static TheoryData<string, string> Projects => new(
        Block().Matches(File.ReadAllText(Path.Combine(Repository.Folder, "docs", "architecture.md")))
            .Select(block => (block.Groups["project"].Value, block.Groups["rooms"].Value)));

    [Theory]
    [MemberData(nameof(Projects))]
    public void It_is_listed(string project, string rooms)
    {
        var listed = Parse(rooms);
        var found = Scan(project);

        Assert.Equal(Lines(listed), Lines(found));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_room_uses_itself_through_others(string project, string rooms)
    {
        var left = Parse(rooms);
        while (left.Where(room => !room.Value.Any(left.ContainsKey)).Select(room => room.Key).ToList() is { Count: > 0 } free)
            free.ForEach(room => left.Remove(room));

        Assert.True(left.Count == 0, $"{project}: {string.Join(", ", left.Keys)} use each other in a circle");
    }

    [Fact]
    public void Every_project_whose_rooms_use_each_other_is_listed() => Assert.Equal(
        new[] { "domain", "services", "embedded" }
            .SelectMany(folder => Directory.GetDirectories(Path.Combine(Repository.Folder, folder)))
            .Where(folder => Directory.GetFiles(folder, "*.csproj").Length > 0 && Directory.GetDirectories(folder).Length > 1)
            .Select(folder => Path.GetRelativePath(Repository.Folder, folder).Replace('\\', '/'))
            .Where(project => Scan(project).Values.Any(others => others.Count > 0))
            .Order(StringComparer.Ordinal),
        Projects.Select(project => project.Data.Item1).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Lines(Dictionary<string, SortedSet<string>> rooms) =>
        rooms.OrderBy(room => room.Key, StringComparer.Ordinal).Select(room => $"{room.Key}: {string.Join(" ", room.Value)}".TrimEnd());

    private static Dictionary<string, SortedSet<string>> Parse(string rooms) => rooms
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split(':', 2))
        .ToDictionary(
            parts => parts[0].Trim(),
            parts => new SortedSet<string>(parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal));

    /// <summary>The rooms of a project, and for each the others whose namespaces its files use.</summary>
    private static Dictionary<string, SortedSet<string>> Scan(string project)
    {
        var folder = Path.Combine(Repository.Folder, project);
        var files = Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Room: RoomOf(Path.GetRelativePath(folder, file)), Text: File.ReadAllText(file)))
            .Where(file => Namespace().IsMatch(file.Text))
            .ToList();
        var byNamespace = files
            .Select(file => (file.Room, Namespace: Namespace().Match(file.Text).Groups[1].Value))
            .Distinct()
            .ToLookup(file => file.Namespace, file => file.Room);
        return files.GroupBy(file => file.Room).ToDictionary(room => room.Key, room => new SortedSet<string>(
            room.SelectMany(file => Used(file.Text, byNamespace)).Where(other => other != room.Key), StringComparer.Ordinal));
    }

    // What a using names is a namespace, or a type in one. Every room may use the root.
    private static IEnumerable<string> Used(string text, ILookup<string, string> roomsByNamespace) =>
        Using().Matches(text).Select(named => named.Groups[1].Value)
            .SelectMany(name => roomsByNamespace[name].Concat(roomsByNamespace[name[..Math.Max(0, name.LastIndexOf('.'))]]))
            .Where(room => room != Root);

    private static string RoomOf(string file) =>
        Path.GetDirectoryName(file) is { Length: > 0 } room ? room.Replace('\\', '/') : Root;

    [GeneratedRegex(@"```rooms (?<project>\S+)\n(?<rooms>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^(?:global )?using (?:static |\w+ = )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();
}
