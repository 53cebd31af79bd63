using System.Net.Sockets;
using Auctions.Api.Errors;
using Auctions.Bus;
using Auctions.Ordering;
using Auctions.Views;
using Auctions.Worker.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using CommandsClient = Auctions.Worker.V1.Commands.CommandsClient;

namespace Auctions.Api.Handover;

/// <summary>
/// Hands commands to a worker through the sidecars. Where no answer comes, the dispatcher finds out whether a worker accepted the
/// command, so that <c>not-accepted</c> is only answered where nothing happened.
/// </summary>
internal sealed class GrpcCommandDispatcher(
    CommandsClient client, CommandCatalog catalog, IAuctionReader reader, IConfiguration configuration,
    TimeProvider time, ILogger<GrpcCommandDispatcher> log) : ICommandDispatcher
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    // Together with the deadline less than the 12 s of the gateway.
    private static readonly TimeSpan SettlingLimit = TimeSpan.FromSeconds(4);

    // A sidecar waits longer than this before it tries another worker (components/resiliency.yaml).
    private static readonly TimeSpan ShortestRetry = TimeSpan.FromMilliseconds(200);

    private readonly Metadata _toWorker = WorkerCall.HeadersTo(AppIds.Worker, configuration);

    /// <inheritdoc/>
    public async ValueTask<Outcome> DispatchAsync<TCommand>(TCommand command, string worker, CancellationToken cancellation)
        where TCommand : class, ICommand<TCommand>
    {
        var request = new DispatchRequest
        {
            Type = CommandCatalog.NameOf<TCommand>(),
            Payload = UnsafeByteOperations.UnsafeWrap(catalog.Write(command)),
        };
        var started = time.GetTimestamp();
        try
        {
            var reply = await client.DispatchAsync(
                request, worker == AppIds.Worker ? _toWorker : WorkerCall.HeadersTo(worker, configuration),
                time.GetUtcNow().UtcDateTime + Deadline, cancellation);
            var outcome = reply.ToOutcome();
            return MayBeAcceptedElsewhere(command, outcome, time.GetElapsedTime(started))
                ? await SettleAsync(request.Type, command, cancellation)
                : outcome;
        }
        catch (RpcException failure) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(failure.Status.Detail, failure, cancellation);
        }
        catch (RpcException failure) when (IsNotAccepted(failure.StatusCode))
        {
            log.LogWarning(
                "{Command} {CommandId} was not accepted by {Worker}: {Status} {Detail}",
                request.Type, command.CommandId, worker, failure.StatusCode, failure.Status.Detail);
            return WasNeverSent(failure) && !CommandIds.IsFromIdempotencyKey(command.CommandId)
                ? Outcome.Failed(Problems.NotAccepted)
                : await SettleAsync(request.Type, command, cancellation);
        }
    }

    // The worker that refuses a command doesn't know of one that got an earlier try, didn't answer, and may still accept it.
    private static bool MayBeAcceptedElsewhere<TCommand>(TCommand command, Outcome outcome, TimeSpan elapsed)
        where TCommand : class, ICommand<TCommand> =>
        outcome.Kind == OutcomeKind.Failed && command is IOrderedCommand
        && (elapsed >= ShortestRetry || CommandIds.IsFromIdempotencyKey(command.CommandId));

    // A sidecar that does not find the app answers Unknown; a worker never does.
    private static bool IsNotAccepted(StatusCode status) => status
        is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted
        or StatusCode.Aborted or StatusCode.Unknown;

    // The sidecar of this process is away. An earlier try under the same key may still have reached a worker.
    private static bool WasNeverSent(RpcException failure) => failure.Status.DebugException is SocketException
        or HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };

    // The withdrawal settles whether a worker accepted the command. Where no worker answers that either, the outcome is unknown.
    private async ValueTask<Outcome> SettleAsync<TCommand>(string type, TCommand command, CancellationToken cancellation)
        where TCommand : class, ICommand<TCommand>
    {
        var commandId = command.CommandId;
        var settleBy = time.GetUtcNow().UtcDateTime + SettlingLimit;
        using var limit = new CancellationTokenSource(SettlingLimit, time);
        using var settling = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            // The effect of any other command is more than its decision.
            if (command is IOrderedCommand && await DecidedAsync(commandId, settling.Token) is { } decided)
                return decided;
            var request = new WithdrawRequest
            {
                Type = type,
                CommandId = commandId,
                ReceivedAt = command is IAuctionCommand { ReceivedAt: var receivedAt } ? Timestamp.FromDateTimeOffset(receivedAt) : null,
            };
            var reply = await client.WithdrawAsync(request, _toWorker, settleBy, settling.Token);
            return reply.Kind switch
            {
                WithdrawReply.Types.Kind.Accepted => Outcome.Pending(),
                WithdrawReply.Types.Kind.Withdrawn => Outcome.Failed(Problems.NotAccepted),
                _ => Outcome.Failed(Problems.UnknownOutcome),
            };
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            log.LogWarning("Whether a worker accepted {CommandId} can't be found out: {Failure}", commandId, failure.Message);
            return Outcome.Failed(Problems.UnknownOutcome);
        }
    }

    private async ValueTask<Outcome?> DecidedAsync(string commandId, CancellationToken cancellation) =>
        await reader.CommandAsync(commandId, cancellation) is not { } decided ? null
            : decided.Status == CommandView.Pending ? Outcome.Pending()
            : decided.Reason is { } reason ? Outcome.Rejected(reason)
            : Outcome.Succeeded(decided.Seq);
}
