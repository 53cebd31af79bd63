using System.Net.Sockets;
using Embedded.Sidecar.Hub.Frames;
using Microsoft.Data.Sqlite;

namespace Embedded.Sidecar.Hub.Server;

/// <summary>Serves a hub to the links that connect to its socket.</summary>
internal sealed partial class HubServer(HubEngine engine, Socket listener, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(200);

    private int _links;

    /// <summary>
    /// Serves until the last link has been gone for the grace period, or no link connected within the first wait, or until
    /// cancelled.
    /// </summary>
    public async Task RunAsync(TimeSpan firstWait, TimeSpan grace, CancellationToken cancellation)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var serving = new List<Task>();
        var accepting = AcceptAsync(serving, stopping.Token);
        await WaitUntilUnusedAsync(firstWait, grace, cancellation);
        await stopping.CancelAsync();
        await accepting;
        await Task.WhenAll(serving);
    }

    private async Task AcceptAsync(List<Task> serving, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(cancellation);
                Interlocked.Increment(ref _links);
                serving.RemoveAll(task => task.IsCompleted);
                serving.Add(ServeAsync(socket, cancellation));
            }
            catch (OperationCanceledException)
            {
                // The hub stops.
            }
            catch (SocketException failure)
            {
                // For example too many open files. The open links go on, and a later one may be accepted.
                LinkNotAccepted(logger, failure);
                await Task.Delay(AfterFailure, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ServeAsync(Socket socket, CancellationToken cancellation)
    {
        try
        {
            await using var frames = new FrameStream(new NetworkStream(socket, ownsSocket: true));
            await using var session = new HubSession(engine, frames);
            await frames.ReadAsync(session.Handle, cancellation);
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException or InvalidDataException or SqliteException)
        {
            if (gone is InvalidDataException or SqliteException)
                LinkEnded(logger, gone);
        }
        finally
        {
            Interlocked.Decrement(ref _links);
        }
    }

    private async Task WaitUntilUnusedAsync(TimeSpan firstWait, TimeSpan grace, CancellationToken cancellation)
    {
        var step = grace / 8;
        var unused = TimeSpan.Zero;
        var limit = firstWait;
        while (unused < limit && !cancellation.IsCancellationRequested)
        {
            await Task.Delay(step, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (Volatile.Read(ref _links) > 0)
                (unused, limit) = (TimeSpan.Zero, grace);
            else
                unused += step;
        }
    }

    [LoggerMessage(EventId = 872, Level = LogLevel.Error, Message = "A link could not be accepted")]
    private static partial void LinkNotAccepted(ILogger logger, Exception failure);

    [LoggerMessage(EventId = 873, Level = LogLevel.Error, Message = "A link to the hub was ended")]
    private static partial void LinkEnded(ILogger logger, Exception gone);
}
