using System.Net;
using System.Text.Json;

namespace Auctions.Cli.Stories;

/// <summary>
/// Finds what the API knows of a command: first in the audit trail, which is kept forever and which sellers may read too, and where
/// it isn't there, among the commands that are not decided yet or failed.
/// </summary>
internal static class KnownCommands
{
    /// <summary>Finds a command.</summary>
    /// <exception cref="ApiException">There is no such command, or the token may not see it.</exception>
    public static async Task<KnownCommand> FindAsync(ApiClient api, string id, CancellationToken cancellation)
    {
        var auction = Ids.AuctionOf(id);
        var (trail, refusal) = await TrailAsync(api, auction, id, cancellation);
        var summary = await api.AuctionAsync(auction, cancellation);
        if (trail?.Entries is [var decision, ..])
        {
            var status = decision.Reason is not null ? "rejected" : decision.Kind == AuditEntry.Raise ? "raised" : "done";
            var undone = decision.Unpublished is null ? null : await DeadLetterAsync(api, id, cancellation);
            return new(id, summary, decision, status, decision.Reason, null, undone, null);
        }

        if (await api.CommandAsync(id, cancellation) is not { } answer)
            throw refusal ?? new ApiException($"There is no such command, or it belongs to another user: {id}");
        var outcome = JsonSerializer.Deserialize<CommandStatus>(answer, JsonSerializerOptions.Web)!;
        return new(
            id, summary, null, outcome.Status, outcome.Reason, trail?.Pending.FirstOrDefault(pending => pending.Command == id),
            outcome.Status == "failed" ? await DeadLetterAsync(api, id, cancellation) : null, refusal?.Message);
    }

    private static async Task<(AuditTrail? Trail, ApiException? Refusal)> TrailAsync(
        ApiClient api, string auction, string id, CancellationToken cancellation)
    {
        try
        {
            return (await AuditTrail.ReadAsync(api.AuditAsync(auction, cancellation), id), null);
        }
        catch (ApiException unknown) when (unknown.Status == HttpStatusCode.NotFound)
        {
            // A command may open the auction or a session, and then there is no trail before its decision.
            return (null, null);
        }
        catch (ApiException refused) when (refused.Status == HttpStatusCode.Forbidden)
        {
            return (null, refused);
        }
    }

    private static async Task<DeadLetter?> DeadLetterAsync(ApiClient api, string id, CancellationToken cancellation)
    {
        try
        {
            return (await api.DeadLettersAsync(cancellation)).LastOrDefault(letter => letter.Id == id);
        }
        catch (ApiException refused) when (refused.Status == HttpStatusCode.Forbidden)
        {
            return null;
        }
    }
}

/// <summary>The answer to <c>GET /commands/{id}</c>.</summary>
internal sealed record CommandStatus(string Status, string? Reason);
