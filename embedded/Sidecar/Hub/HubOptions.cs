using System.Security.Cryptography;
using System.Text;

namespace Embedded.Sidecar.Hub;

/// <summary>Which hub, and how long to wait for it.</summary>
/// <param name="DataDirectory">The folder that the hub's sidecars share; becomes a full path.</param>
internal sealed record HubOptions(string DataDirectory)
{
    /// <summary>The line that a hub process prints when links may connect.</summary>
    public const string Ready = "ready";

    /// <summary>The line that a hub process prints where the data directory has its hub already.</summary>
    public const string AlreadyThere = "already there";

    /// <summary>The folder that the hub's sidecars share.</summary>
    public string DataDirectory { get; init; } = Resolve(DataDirectory);

    /// <summary>How long a call waits for a hub that is away before the call fails.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a hub stays after its last link has disconnected.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The file that holds the hub's process id.</summary>
    public string PidPath => Path.Combine(DataDirectory, "hub.pid");

    /// <summary>
    /// The hub's socket: in the temp folder, under a hash of the data directory, because the path of a socket may have
    /// little more than a hundred characters.
    /// </summary>
    public string SocketPath => Path.Combine(
        Path.GetTempPath(), $"embedded-hub-{Environment.UserName}",
        $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(DataDirectory)).AsSpan(0, 8))}.sock");

    public string LockPath => Path.Combine(DataDirectory, "hub.lock");

    public string StartingPath => Path.Combine(DataDirectory, "hub.starting");

    // All spellings of a folder must lead to the same socket.
    private static string Resolve(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return Directory.Exists(full) && Directory.ResolveLinkTarget(full, returnFinalTarget: true) is { } target
            ? Path.TrimEndingDirectorySeparator(target.FullName)
            : full;
    }
}
