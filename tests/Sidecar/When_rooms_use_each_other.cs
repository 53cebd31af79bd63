using System.Reflection;
using System.Text.RegularExpressions;

namespace Sidecar.Tests;

/// <summary>
/// A folder of embedded/Sidecar is a room. <c>rooms.txt</c> beside the sources lists all rooms, and which others each
/// may use. A room in a room may use the outer one without being listed, because C# lets it.
/// </summary>
public sealed partial class When_rooms_use_each_other
{
    private const string Root = "Embedded.Sidecar";

    private static readonly string Sources = typeof(When_rooms_use_each_other).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "SidecarSources").Value!;

    private static readonly Dictionary<string, string[]> Listed = File.ReadLines(Path.Combine(Sources, "rooms.txt"))
        .Select(line => line.Split(':'))
        .ToDictionary(line => line[0], line => line[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static readonly (string Room, string File, string Text)[] Files =
    [
        .. Directory.EnumerateFiles(Sources, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(Sources, Path.GetDirectoryName(file)!).Replace('\\', '/'), Path.GetRelativePath(Sources, file), File.ReadAllText(file)))
            .Where(file => file.Item1 != "."),
    ];

    [Fact]
    public void The_list_names_every_room_and_no_other() =>
        Assert.Equal(Files.Select(file => file.Room).Distinct().Order(), Listed.Keys.Order());

    [Fact]
    public void A_file_is_in_the_namespace_of_its_room() =>
        Assert.All(Files, file => Assert.Contains($"\nnamespace {NamespaceOf(file.Room)};", "\n" + file.Text, StringComparison.Ordinal));

    [Fact]
    public void A_room_uses_just_the_rooms_that_the_list_allows()
    {
        foreach (var room in Listed.Keys)
        {
            var used = Files.Where(file => file.Room == room).SelectMany(file => UsedBy(file.Room, file.Text).Select(other => (other, file.File))).ToList();

            Assert.All(used, use => Assert.True(Listed[room].Contains(use.other), $"{use.File} uses {use.other}, which {room} may not use."));
            Assert.Equal(Listed[room].Order(), used.Select(use => use.other).Distinct().Order());
        }
    }

    [Fact]
    public void No_rooms_use_each_other_in_a_cycle() =>
        AssertNoCycle(Listed.ToDictionary(room => room.Key, room => room.Value.Concat(OuterOf(room.Key)).ToHashSet()));

    [Fact]
    public void No_outer_rooms_use_each_other_in_a_cycle() =>
        AssertNoCycle(Listed.GroupBy(room => TopOf(room.Key)).ToDictionary(
            top => top.Key, top => top.SelectMany(room => room.Value).Select(TopOf).Where(other => other != top.Key).ToHashSet()));

    private static string NamespaceOf(string room) => $"{Root}.{room.Replace('/', '.')}";

    private static string TopOf(string room) => room.Split('/')[0];

    private static IEnumerable<string> OuterOf(string room) => room.Contains('/', StringComparison.Ordinal) && Listed.ContainsKey(TopOf(room)) ? [TopOf(room)] : [];

    private static IEnumerable<string> UsedBy(string room, string text)
    {
        var code = Comment().Replace(text, "");
        return Listed.Keys.Where(other => other != room && !room.StartsWith($"{other}/", StringComparison.Ordinal) && Names(code, room, other));
    }

    // By its full name, as in a using, or by the end of it that C# completes with the namespaces around the file.
    private static bool Names(string code, string room, string other)
    {
        var name = NamespaceOf(other);
        var around = NamespaceOf(room).Split('.');
        var names = Enumerable.Range(0, around.Length + 1).Select(count => string.Join('.', around[..count]))
            .Where(outer => outer.Length == 0 || name.StartsWith($"{outer}.", StringComparison.Ordinal))
            .Select(outer => Regex.Escape(outer.Length == 0 ? name : name[(outer.Length + 1)..]));
        var isInner = Listed.Keys.Where(inner => inner.StartsWith($"{other}/", StringComparison.Ordinal)).Select(inner => inner[(other.Length + 1)..]);
        return Regex.IsMatch(code, $@"(?<![\w.])(?:{string.Join('|', names)})(?:;|\.(?!(?:{string.Join('|', isInner.DefaultIfEmpty("-"))})[;.])[A-Z])");
    }

    private static void AssertNoCycle(Dictionary<string, HashSet<string>> uses)
    {
        while (uses.Where(room => !room.Value.Any(uses.ContainsKey)).Select(room => room.Key).ToList() is { Count: > 0 } free)
            free.ForEach(room => uses.Remove(room));
        Assert.True(uses.Count == 0, $"There is a cycle among {string.Join(", ", uses.Keys)}.");
    }

    [GeneratedRegex(@"//[^\n]*|^using (?!(?:static )?Embedded|\w+ = Embedded)[^\n]*\n|^namespace [^\n]*\n", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
