using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Embedded.Sidecar.Hub.Server;

/// <summary>The hub process of a data directory.</summary>
internal static partial class HubHost
{
    private static readonly TimeSpan FirstLink = TimeSpan.FromSeconds(10);

    /// <summary>Runs the hub until its last link has disconnected, or until SIGTERM.</summary>
    /// <param name="options">Which hub.</param>
    /// <param name="report">Prints a line for the process that started this one: ready, already there, or why the hub can't start.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The hub's log.</param>
    /// <returns>The exit code: 0, or 1 where the data directory can't be used.</returns>
    public static async Task<int> RunAsync(HubOptions options, Action<string> report, TimeProvider time, ILogger logger)
    {
        try
        {
            await using var only = FileLock.TryAcquire(options.LockPath);
            if (only is null)
            {
                report(HubOptions.AlreadyThere);
                return 0;
            }

            await using var engine = HubEngine.Open(options.DataDirectory, time, logger);
            using var listener = Listen(options.SocketPath);
            await File.WriteAllTextAsync(options.PidPath, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            await ServeAsync(options, engine, listener, () => report(HubOptions.Ready), time, logger);
            File.Delete(options.SocketPath);
            // The data directory may be gone already, as a test's is.
            if (File.Exists(options.PidPath))
                File.Delete(options.PidPath);
            return 0;
        }
        catch (HubStartException failure)
        {
            report(failure.Message);
            return 1;
        }
    }

    private static async Task ServeAsync(
        HubOptions options, HubEngine engine, Socket listener, Action ready, TimeProvider time, ILogger logger)
    {
        using var stopping = new CancellationTokenSource();

        // Ctrl+C is for the programs of the terminal. The hub stops after its last sidecar.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stopping.Cancel();
        });

        ready();
        IsReady(logger, options.DataDirectory);
        await new HubServer(engine, listener, time, logger).RunAsync(FirstLink, options.Grace, stopping.Token);
        Stops(logger, options.DataDirectory);
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

        // This process holds the lock, so the process that bound the path before has ended.
        File.Delete(path);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(512);
        return listener;
    }

    [LoggerMessage(EventId = 870, Level = LogLevel.Information, Message = "The hub of {DataDirectory} is ready")]
    private static partial void IsReady(ILogger logger, string dataDirectory);

    [LoggerMessage(EventId = 871, Level = LogLevel.Information, Message = "The hub of {DataDirectory} stops")]
    private static partial void Stops(ILogger logger, string dataDirectory);
}
