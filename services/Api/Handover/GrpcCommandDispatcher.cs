using Auctions.Api.Errors;
using Auctions.Bus;
using Auctions.Worker.V1;
using Google.Protobuf;
using Grpc.Core;
using CommandsClient = Auctions.Worker.V1.Commands.CommandsClient;
using Kind = Auctions.Worker.V1.DispatchReply.Types.Kind;

namespace Auctions.Api.Handover;

/// <summary>
/// Hands commands to a worker through the sidecars. Where no answer comes, it is looked up whether the command was
/// taken all the same, so that "nothing happened" is as true as it can be.
/// </summary>
internal sealed class GrpcCommandDispatcher(
    CommandsClient client, CommandCatalog catalog, CommandLookup lookup, IConfiguration configuration,
    TimeProvider time, ILogger<GrpcCommandDispatcher> log) : ICommandDispatcher
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookingLimit = TimeSpan.FromSeconds(1);

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
        try
        {
            return Read(await client.DispatchAsync(
                request, worker == AppIds.Worker ? _toWorker : WorkerCall.HeadersTo(worker, configuration),
                time.GetUtcNow().UtcDateTime + Deadline, cancellation));
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
            return await FindAsync(command.CommandId, cancellation) ?? Outcome.Failed(Problems.NotAccepted);
        }
    }

    // Unknown is what a sidecar says that finds no such app; a worker never says it.
    private static bool IsNotAccepted(StatusCode status) => status
        is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted
        or StatusCode.Aborted or StatusCode.Unknown;

    private static Outcome Read(DispatchReply reply) => reply.Kind switch
    {
        Kind.Succeeded => Outcome.Succeeded(reply.Seq == 0 ? null : reply.Seq),
        Kind.Pending => Outcome.Pending(),
        Kind.Rejected => Outcome.Rejected(reply.Reason),
        Kind.Invalid => Outcome.Invalid(reply.Problems.Select(problem => new FieldProblem(problem.Field, problem.Problem)).ToArray()),
        _ => Outcome.Failed(reply.Reason),
    };

    private async ValueTask<Outcome?> FindAsync(string commandId, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(LookingLimit);
        try
        {
            return await lookup.FindAsync(commandId, limited.Token) switch
            {
                { Status: "raised", Seq: var seq } => Outcome.Succeeded(seq),
                { Status: "rejected", Reason: { } reason } => Outcome.Rejected(reason),
                { Status: "pending" } => Outcome.Pending(),
                _ => null,
            };
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            log.LogWarning(failure, "Whether {CommandId} was done all the same could not be found out", commandId);
            return null;
        }
    }
}
