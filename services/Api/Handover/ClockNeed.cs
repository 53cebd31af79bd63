using Auctions.ServiceDefaults.Health;
using Auctions.Worker.V1;
using Grpc.Core;
using CommandsClient = Auctions.Worker.V1.Commands.CommandsClient;

namespace Auctions.Api.Handover;

/// <summary>
/// A clock that agrees with that of a worker. Without one, the times of receipt of this process are wrong, and workers refuse its
/// commands. A worker is asked for the time every second, and not only with a command, because a process that is not ready gets no
/// commands, and so would never learn that its clock is right again. No worker's answer is no problem of the clock.
/// </summary>
internal sealed class ClockNeed(CommandsClient client, WorkerClocks clocks, IConfiguration configuration, TimeProvider time) : INeed
{
    // Shorter than the limit of a need: a worker that stalls says nothing about this clock.
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMilliseconds(500);

    private readonly Metadata _toWorker = WorkerCall.HeadersTo(AppIds.Worker, configuration);

    /// <inheritdoc/>
    public string Name => "clock";

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The clock differs from those of all workers that have answered lately.</exception>
    public async Task AskAsync(CancellationToken cancellation)
    {
        await CompareAsync(cancellation);
        if (clocks.Problem is { } problem)
            throw new InvalidOperationException(problem);
    }

    private async Task CompareAsync(CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(AnswerLimit, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        var askedAt = time.GetTimestamp();
        try
        {
            var reply = await client.GetTimeAsync(new GetTimeRequest(), _toWorker, cancellationToken: limit.Token);
            clocks.Note(reply.Worker, reply.Now.ToDateTimeOffset(), time.GetElapsedTime(askedAt));
        }
        catch (RpcException) when (!cancellation.IsCancellationRequested)
        {
            // No worker is there, none answers in time, or the worker is of an earlier build. Other needs and the log say so.
        }
    }
}
