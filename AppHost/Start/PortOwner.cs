using System.Globalization;

namespace Auctions.AppHost.Start;

/// <summary>Finds the process that listens on a port. This needs Linux' /proc, and works for the user's own processes only.</summary>
internal static class PortOwner
{
    private const string Listening = "0A";
    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    public static string? Of(int port)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var sockets = Tables.Where(File.Exists).SelectMany(File.ReadLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 9 && fields[3] == Listening && PortOf(fields[1]) == port)
            .Select(fields => $"socket:[{fields[9]}]")
            .ToHashSet();
        return Directory.EnumerateDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), out _) && Holds(folder, sockets))
            .Select(folder => $"{NameOf(folder)} (pid {Path.GetFileName(folder)})")
            .FirstOrDefault();
    }

    private static int? PortOf(string address) =>
        int.TryParse(address[(address.LastIndexOf(':') + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var port) ? port : null;

    private static bool Holds(string process, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries($"{process}/fd")
                .Any(descriptor => File.ResolveLinkTarget(descriptor, returnFinalTarget: false) is { } target
                    && sockets.Contains(Path.GetFileName(target.FullName)));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string NameOf(string process)
    {
        try
        {
            return File.ReadAllText($"{process}/comm").Trim();
        }
        catch (IOException)
        {
            return "a process";
        }
    }
}
