using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Embedded.Hub.Link;

/// <summary>Serves an engine to the links that come in on its socket, and knows how many there are.</summary>
internal sealed class HubServer(HubEngine engine, Socket listener, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(200);

    private int _links;

    /// <summary>Serves until no link has been there for the grace (or for the first wait, before there was one), or until cancelled.</summary>
    public async Task RunAsync(TimeSpan firstWait, TimeSpan grace, CancellationToken cancellation)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var serving = new List<Task>();
        var accepting = AcceptAsync(serving, stopping.Token);
        await UntilAloneAsync(firstWait, grace, cancellation);
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
                // The hub goes.
            }
            catch (SocketException failure)
            {
                // Such as: too many open files. The links that are here go on, and the next may find room.
                logger.LogError(failure, "A link could not be taken");
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
            await frames.ReadAsync(session.Take, cancellation);
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException or InvalidDataException or SqliteException)
        {
            if (gone is InvalidDataException or SqliteException)
                logger.LogError(gone, "A link to the hub was ended");
        }
        finally
        {
            Interlocked.Decrement(ref _links);
        }
    }

    private async Task UntilAloneAsync(TimeSpan firstWait, TimeSpan grace, CancellationToken cancellation)
    {
        var step = grace / 8;
        var alone = TimeSpan.Zero;
        var limit = firstWait;
        while (alone < limit && !cancellation.IsCancellationRequested)
        {
            await Task.Delay(step, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (Volatile.Read(ref _links) > 0)
                (alone, limit) = (TimeSpan.Zero, grace);
            else
                alone += step;
        }
    }
}
