using Auctions.Bus;
using Auctions.Views;
using Auctions.Worker.DeadLetters;
using Auctions.Worker.Intake;
using Auctions.Worker.V1;
using Auctions.Worker.Workflows;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Auctions.Worker.Dispatching;

/// <summary>
/// The gRPC service that Api calls (Protos/auctions.proto). Dispatch answers once a durable command is accepted, or an inline
/// command is carried out.
/// </summary>
internal sealed class CommandsService(
    CommandIntake intake, CommandLookup lookup, DurableCommands durable, DeadLetterService deadLetters,
    IConfiguration configuration, TimeProvider time, ILogger<CommandsService> log)
    : Commands.CommandsBase
{
    // In a container the id of the process is always the same, and on one machine the name is.
    private static readonly string Worker = $"{Environment.MachineName}/{Environment.ProcessId}";

    public override async Task<DispatchReply> Dispatch(DispatchRequest request, ServerCallContext context)
    {
        try
        {
            return (await intake.SendAsync(request.Type, request.Payload.Memory, context.CancellationToken)).ToReply();
        }
        catch (Exception failure)
        {
            throw StatusOf(failure, request.Type, context);
        }
    }

    public override async Task<GetStatusReply> GetStatus(GetStatusRequest request, ServerCallContext context)
    {
        try
        {
            return (await lookup.FindAsync(request.CommandId, context.CancellationToken)).ToReply();
        }
        catch (Exception failure)
        {
            throw StatusOf(failure, nameof(GetStatus), context);
        }
    }

    public override async Task<WithdrawReply> Withdraw(WithdrawRequest request, ServerCallContext context)
    {
        try
        {
            return new WithdrawReply { Kind = await WithdrawAsync(request, context.CancellationToken) };
        }
        catch (Exception failure)
        {
            throw StatusOf(failure, nameof(Withdraw), context);
        }
    }

    public override async Task<ReplayDeadLetterReply> ReplayDeadLetter(ReplayDeadLetterRequest request, ServerCallContext context)
    {
        try
        {
            return await deadLetters.ReplayAsync(request.Id, context.CancellationToken) switch
            {
                null => new ReplayDeadLetterReply(),
                { Kind: OutcomeKind.Failed or OutcomeKind.Invalid } refused => new ReplayDeadLetterReply
                {
                    Kind = ReplayDeadLetterReply.Types.Kind.Refused,
                    Reason = refused.Reason ?? string.Join("; ", refused.Problems!.Select(problem => $"{problem.Field} {problem.Problem}")),
                },
                _ => new ReplayDeadLetterReply { Kind = ReplayDeadLetterReply.Types.Kind.Replayed },
            };
        }
        catch (Exception failure)
        {
            throw StatusOf(failure, nameof(ReplayDeadLetter), context);
        }
    }

    public override Task<GetTimeReply> GetTime(GetTimeRequest request, ServerCallContext context) =>
        Task.FromResult(new GetTimeReply { Now = Timestamp.FromDateTimeOffset(time.GetUtcNow()), Worker = Worker });

    private async ValueTask<WithdrawReply.Types.Kind> WithdrawAsync(WithdrawRequest request, CancellationToken cancellation)
    {
        if (CommandIds.AuctionOf(request.CommandId) is not { } auction)
            return WithdrawReply.Types.Kind.Unsettled;
        if (configuration.RunsDurably(request.Type))
        {
            var receivedAt = request.ReceivedAt?.ToDateTimeOffset() ?? time.GetUtcNow();
            return await durable.WithdrawAsync(request.Type, auction, request.CommandId, receivedAt, cancellation) switch
            {
                true => WithdrawReply.Types.Kind.Withdrawn,
                false => WithdrawReply.Types.Kind.Accepted,
                null => WithdrawReply.Types.Kind.Unsettled,
            };
        }

        // An auction or a session that exists may still be without its workflow, so its creation is not done once it is decided.
        return DurableCommands.IsOrdered(request.Type) && await lookup.FindAsync(request.CommandId, cancellation) is not null
            ? WithdrawReply.Types.Kind.Accepted
            : WithdrawReply.Types.Kind.Unsettled;
    }

    /// <summary>The status, which tells the caller whether to retry. The failure itself is only logged.</summary>
    private RpcException StatusOf(Exception failure, string operation, ServerCallContext context)
    {
        if (failure is OperationCanceledException && context.CancellationToken.IsCancellationRequested)
            return new RpcException(new Status(StatusCode.Cancelled, "cancelled"));

        if (Retryable.Reason(failure) is { } reason)
        {
            log.LogWarning(failure, "{Command} failed temporarily ({Reason}); the caller may retry", operation, reason);
            return new RpcException(new Status(StatusCode.Unavailable, reason));
        }

        log.LogError(failure, "{Command} failed, and a retry would fail as well", operation);
        return new RpcException(new Status(StatusCode.Internal, "internal-error"));
    }
}
