using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Architecture.Tests;

/// <summary>Every message has an id of its own in all processes, and a line in docs/logs.md, where an operator looks it up.</summary>
public sealed partial class When_something_is_logged
{
    private static readonly string[] Assemblies =
    [
        "AppHost", "Auctions.Bus", "Auctions", "Auctions.ServiceDefaults", "Auctions.Api", "Auctions.Worker", "Auctions.Pusher",
        "Auctions.Gateway", "Embedded.Sidecar",
    ];

    private static readonly List<(string Assembly, LoggerMessageAttribute Message)> Messages =
    [
        .. Assemblies.SelectMany(name => Assembly.Load(name).GetTypes()
            .SelectMany(type => type.GetMethods(
                BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .Select(message => (name, message)))
            .OrderBy(message => message.message.EventId),
    ];

    [Fact]
    public void Every_assembly_is_looked_at() => Assert.Equal(Assemblies.Order(), Messages.Select(message => message.Assembly).Distinct().Order());

    [Fact]
    public void Its_event_id_is_unique() => Assert.Empty(Messages.GroupBy(message => message.Message.EventId)
        .Where(same => same.Count() > 1)
        .Select(same => $"{same.Key}: {string.Join(" | ", same.Select(message => $"{message.Assembly}: {message.Message.Message}"))}"));

    [Fact]
    public void The_page_of_logs_has_it() => Assert.Equal(
        Messages.Select(message => LineOf(message.Message)),
        File.ReadLines(Path.Combine(Repository.Folder, "docs", "logs.md")).Where(line => Row().IsMatch(line)));

    [Fact]
    public void The_call_is_generated() => Assert.Empty(
        new[] { "domain", "services", "ServiceDefaults", "embedded", "AppHost" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Folder, folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => File.ReadLines(file)
                .Where(line => HandWritten().IsMatch(line))
                .Select(line => $"{Path.GetFileName(file)}: {line.Trim()}")));

    private static string LineOf(LoggerMessageAttribute message)
    {
        var level = message.Level == LogLevel.None ? "varies" : $"{message.Level}";
        return $"| {message.EventId} | {level} | {message.Message.Replace("\n", " ", StringComparison.Ordinal)} |";
    }

    [GeneratedRegex(@"^\| \d+ \|")]
    private static partial Regex Row();

    [GeneratedRegex(@"\.Log(Trace|Debug|Information|Warning|Error|Critical)?\(")]
    private static partial Regex HandWritten();
}
