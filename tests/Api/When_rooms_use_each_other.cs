using System.Text.RegularExpressions;

namespace Api.Tests;

/// <summary>
/// Holds the rooms of Api, which are its folders: the list names the rooms that each room uses. A room comes after the
/// rooms it uses, so the list has no cycles.
/// </summary>
public sealed partial class When_rooms_use_each_other
{
    private static readonly (string Room, string[] Uses)[] Allowed =
    [
        ("Errors", []),
        ("Page", []),
        ("Bodies", ["Errors"]),
        ("Access", ["Bodies", "Errors"]),
        ("Handover", ["Access", "Bodies", "Errors"]),
        ("Raising", ["Access", "Bodies", "Errors", "Handover"]),
        ("Auctioneering", ["Access", "Bodies", "Errors", "Handover"]),
        ("Opening", ["Access", "Bodies", "Handover"]),
        ("Sessions", ["Access", "Bodies", "Errors", "Handover", "Opening"]),
        ("Reading", ["Access", "Errors", "Handover"]),
        ("DeadLetters", ["Access", "Errors", "Handover"]),
    ];

    private static readonly string Api = Path.Combine(Repository(), "services", "Api");

    [Fact]
    public void The_list_has_every_room() =>
        Assert.Equal(
            Directory.EnumerateFiles(Api, "*.cs", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Api, file).Split(Path.DirectorySeparatorChar))
                .Where(path => path.Length > 1).Select(path => path[0]).Distinct().Order(StringComparer.Ordinal),
            Allowed.Select(room => room.Room).Order(StringComparer.Ordinal));

    [Fact]
    public void A_room_uses_only_rooms_above_it_in_the_list()
    {
        for (var at = 0; at < Allowed.Length; at++)
            Assert.Empty(Allowed[at].Uses.Except(Allowed[..at].Select(room => room.Room)));
    }

    [Fact]
    public void A_room_uses_the_rooms_of_its_line_and_no_others() =>
        Assert.Equal(
            Allowed.Select(room => $"{room.Room}: {string.Join(", ", room.Uses)}"),
            Allowed.Select(room => $"{room.Room}: {string.Join(", ", UsedBy(room.Room))}"));

    [Fact]
    public void A_namespace_is_its_folder() =>
        Assert.All(
            Allowed.SelectMany(room => Sources(room.Room).Select(file => (room.Room, File: file))),
            source => Assert.Contains($"namespace Auctions.Api.{source.Room};", File.ReadAllText(source.File), StringComparison.Ordinal));

    private static IEnumerable<string> UsedBy(string room) =>
        Sources(room).SelectMany(file => Mention().Matches(File.ReadAllText(file)))
            .Select(mention => mention.Groups["room"].Value)
            .Where(used => used != room && Allowed.Any(other => other.Room == used))
            .Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<string> Sources(string room) => Directory.EnumerateFiles(Path.Combine(Api, room), "*.cs", SearchOption.AllDirectories);

    private static string Repository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Auctions.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Auctions.sln.");
    }

    // Matches usings and qualified names.
    [GeneratedRegex(@"\bAuctions\.Api\.(?<room>\w+)")]
    private static partial Regex Mention();
}
