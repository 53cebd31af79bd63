using System.Security.Cryptography;
using System.Text;

namespace Embedded.Hub.Lifetime;

/// <summary>Which hub, and how patient to be with it.</summary>
/// <param name="DataDirectory">The folder that the hub's sidecars share; made full.</param>
public sealed record HubOptions(string DataDirectory)
{
    /// <summary>The folder that the hub's sidecars share.</summary>
    public string DataDirectory { get; init; } = Resolve(DataDirectory);

    /// <summary>How long a call waits for a hub that is away before it fails.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a hub stays when its last link is gone.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The file that says which process is the hub.</summary>
    public string PidPath => Path.Combine(DataDirectory, "hub.pid");

    /// <summary>
    /// The hub's socket. In the temp folder, under a name made from the data directory's: a socket's path may have
    /// little more than a hundred characters.
    /// </summary>
    public string SocketPath => Path.Combine(
        Path.GetTempPath(), $"embedded-hub-{Environment.UserName}",
        $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(DataDirectory)).AsSpan(0, 8))}.sock");

    internal string LockPath => Path.Combine(DataDirectory, "hub.lock");

    internal string StartingPath => Path.Combine(DataDirectory, "hub.starting");

    // One folder has one spelling, for the socket's name is made from it.
    private static string Resolve(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return Directory.Exists(full) && Directory.ResolveLinkTarget(full, returnFinalTarget: true) is { } target
            ? Path.TrimEndingDirectorySeparator(target.FullName)
            : full;
    }
}
