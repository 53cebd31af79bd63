using System.Text.RegularExpressions;

namespace Pusher.Tests;

/// <summary>
/// The rooms of services/Pusher are its folders. Which room may use which is said here, and the sources are held to it, so
/// that the pusher stays without cycles. What stands in the root (options and metrics) may be used by every room and uses
/// none; only Program.cs, which puts everything together, uses all.
/// </summary>
public sealed partial class When_a_room_uses_another
{
    private const string Root = "Auctions.Pusher";

    /// <summary>Each room, and the rooms that it uses.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Delivery"] = ["Frames", "Presence", "Sockets", "Watching"],
        ["Frames"] = [],
        ["Live"] = ["Frames", "Sockets", "Watching"],
        ["Presence"] = [],
        ["Sockets"] = [],
        ["Watching"] = ["Frames", "Presence", "Sockets"],
    };

    private static readonly List<Source> Sources = ReadSources();

    [Fact]
    public void It_is_on_the_list()
    {
        var used = Sources.Where(source => source.Name != "Program.cs").SelectMany(source => source.Uses.Select(room => $"{source.Room} → {room}"));
        var allowed = Allowed.SelectMany(room => room.Value.Select(other => $"{room.Key} → {other}"));

        Assert.Equal(allowed.Order(), used.Distinct().Order());
    }

    [Fact]
    public void The_list_has_every_room_and_no_cycle()
    {
        Assert.Equal(Sources.Select(source => source.Room).Where(room => room.Length > 0).Distinct().Order(), Allowed.Keys.Order());

        // Rooms that use no room that is left are taken away, until none is left or a cycle is.
        var left = Allowed.Keys.ToHashSet();
        while (left.RemoveWhere(room => !Allowed[room].Any(left.Contains)) > 0)
        {
        }

        Assert.Empty(left);
    }

    [Fact]
    public void Each_source_has_the_namespace_of_its_room() =>
        Assert.All(
            Sources.Where(source => source.Name != "Program.cs"),
            source => Assert.Equal(source.Room.Length > 0 ? $"{Root}.{source.Room}" : Root, source.Namespace));

    private static List<Source> ReadSources()
    {
        var folder = Path.Combine(RepositoryRoot(), "services", "Pusher");
        var files = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).ToList();
        Assert.NotEmpty(files);
        return [.. files.Select(file => Source.Read(Path.GetRelativePath(folder, file), File.ReadAllText(file)))];
    }

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Auctions.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Auctions.sln.");
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    // A using, or a name that begins with a room: from within Auctions.Pusher the rest of a namespace is enough.
    [GeneratedRegex(@"\bAuctions\.Pusher\.(?<room>\w+)|(?<![\w.])(?<room>Delivery|Frames|Live|Presence|Sockets|Watching)\.[A-Z]")]
    private static partial Regex Use();

    private sealed record Source(string Name, string Room, string Namespace, IReadOnlyList<string> Uses)
    {
        public static Source Read(string path, string text)
        {
            var room = Path.GetDirectoryName(path)!.Replace('\\', '/').Split('/')[0];
            var uses = Use().Matches(text).Select(use => use.Groups["room"].Value).Where(used => used != room).Distinct();
            return new Source(path, room, When_a_room_uses_another.Namespace().Match(text).Groups["name"].Value, [.. uses]);
        }
    }
}
