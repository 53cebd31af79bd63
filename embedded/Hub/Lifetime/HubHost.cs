using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Embedded.Hub.Link;
using Microsoft.Extensions.Logging;

namespace Embedded.Hub.Lifetime;

/// <summary>The hub process of a data directory.</summary>
public static class HubHost
{
    /// <summary>What the process says once links may come.</summary>
    public const string Ready = "ready";

    /// <summary>What it says where the data directory has its hub already.</summary>
    public const string AlreadyThere = "already there";

    private static readonly TimeSpan FirstLink = TimeSpan.FromSeconds(10);

    /// <summary>Runs the hub until its last link is gone, or until SIGTERM.</summary>
    /// <param name="options">Which one.</param>
    /// <param name="say">Takes one line to the process that started this one: ready, already there, or why not.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Says what happens.</param>
    /// <returns>The exit code: 0, or 1 where the data directory can't be used.</returns>
    public static async Task<int> RunAsync(HubOptions options, Action<string> say, TimeProvider time, ILogger logger)
    {
        try
        {
            await using var only = FileLock.TryTake(options.LockPath);
            if (only is null)
            {
                say(AlreadyThere);
                return 0;
            }

            await using var engine = HubEngine.Open(options.DataDirectory, time, logger);
            using var listener = Listen(options.SocketPath);
            await File.WriteAllTextAsync(options.PidPath, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            await ServeAsync(options, engine, listener, () => say(Ready), time, logger);
            File.Delete(options.SocketPath);
            // The data directory may have gone before its hub, as a test's does.
            if (File.Exists(options.PidPath))
                File.Delete(options.PidPath);
            return 0;
        }
        catch (HubStartException failure)
        {
            say(failure.Message);
            return 1;
        }
    }

    private static async Task ServeAsync(
        HubOptions options, HubEngine engine, Socket listener, Action ready, TimeProvider time, ILogger logger)
    {
        using var stopping = new CancellationTokenSource();

        // Ctrl+C is meant for whoever runs in the terminal; the hub goes when its last sidecar has.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stopping.Cancel();
        });

        ready();
        logger.LogInformation("The hub of {DataDirectory} is ready", options.DataDirectory);
        await new HubServer(engine, listener, time, logger).RunAsync(FirstLink, options.Grace, stopping.Token);
        logger.LogInformation("The hub of {DataDirectory} goes", options.DataDirectory);
    }

    private static Socket Listen(string path)
    {
        try
        {
            return Bind(path);
        }
        catch (Exception failure) when (failure is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new HubStartException($"The hub's socket {path} can't be made: {failure.Message}", failure);
        }
    }

    private static Socket Bind(string path)
    {
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!OperatingSystem.IsWindows())
            folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

        // The lock is held, so whoever bound this path before is gone.
        File.Delete(path);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(512);
        return listener;
    }
}
