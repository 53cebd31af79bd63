using Auctions.Views;
using Auctions.Worker.V1;
using Grpc.Core;
using CommandsClient = Auctions.Worker.V1.Commands.CommandsClient;

namespace Auctions.Api.Handover;

/// <summary>
/// What has become of a command: what the auction's audit trail says, which is there for ever, or else what a worker
/// knows, for as long as the command's workflow is kept.
/// </summary>
internal sealed class CommandLookup(IAuctionReader reader, CommandsClient client, IConfiguration configuration, TimeProvider time)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    private readonly Metadata _toWorker = WorkerCall.HeadersTo(AppIds.Worker, configuration);

    /// <summary>What is known of a command; null where nothing is.</summary>
    /// <exception cref="RpcException">It is not in the audit trail, and no worker can be asked.</exception>
    public async ValueTask<CommandView?> FindAsync(string commandId, CancellationToken cancellation)
    {
        if (await reader.CommandAsync(commandId, cancellation) is { } decided)
            return decided;
        var reply = await client.GetStatusAsync(
            new GetStatusRequest { CommandId = commandId }, _toWorker, time.GetUtcNow().UtcDateTime + Deadline, cancellation);
        return reply.Known
            ? new CommandView(
                commandId, reply.User, reply.Status, reply.Reason is { Length: > 0 } reason ? reason : null, reply.Seq == 0 ? null : reply.Seq)
            : null;
    }
}
