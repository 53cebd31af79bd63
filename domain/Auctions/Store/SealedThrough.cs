using System.Collections.Immutable;
using System.Text.Json;

namespace Auctions.Store;

/// <summary>
/// How far the lists of an auction are known to be stored in sealed documents. A head may be trimmed up to there, and no
/// further. Lists only grow at their ends and their entries never change, so documents that were sealed from one committed head
/// are valid for every later head, whichever process commits it.
/// </summary>
/// <param name="Pages">The number of sealed pages of events.</param>
/// <param name="Decisions">The number of sealed decisions.</param>
/// <param name="Participants">The number of sealed participants.</param>
internal readonly record struct SealedThrough(long Pages, long Decisions, long Participants)
{
    private static readonly byte[] Mark = "true"u8.ToArray();

    /// <summary>The documents that a committed head has to seal, for full pages that are not known to be sealed, and the state after.</summary>
    public (List<KeyValuePair<string, byte[]>> Documents, SealedThrough Then) Due(AuctionHead head)
    {
        var auction = head.State.Id;
        var documents = new List<KeyValuePair<string, byte[]>>();
        var pages = head.SealedPages + FullPages(head.Events.Length);
        for (var page = Math.Max(Pages, head.SealedPages); page < pages; page++)
        {
            var events = head.Events.AsSpan((int)(page - head.SealedPages) * AuctionHead.PageSize, AuctionHead.PageSize);
            documents.Add(new(AuctionKeys.EventPage(auction, page), JsonSerializer.SerializeToUtf8Bytes(events.ToArray(), AuctionJson.Options)));
        }

        var decisions = head.SealedDecisions + Full(head.Decisions.Length);
        for (var at = Math.Max(Decisions, head.SealedDecisions); at < decisions; at++)
        {
            var decision = head.Decisions[(int)(at - head.SealedDecisions)];
            if (decision.IsOfCommand)
                documents.Add(new(
                    AuctionKeys.Decision(auction, decision.Command), JsonSerializer.SerializeToUtf8Bytes(decision, AuctionJson.Options)));
        }

        for (var page = Math.Max(Decisions, head.SealedDecisions) / AuctionHead.PageSize; page < decisions / AuctionHead.PageSize; page++)
        {
            var records = head.Decisions.AsSpan((int)((page * AuctionHead.PageSize) - head.SealedDecisions), AuctionHead.PageSize);
            documents.Add(new(AuctionKeys.AuditPage(auction, page), JsonSerializer.SerializeToUtf8Bytes(records.ToArray(), AuctionJson.Options)));
        }

        var participants = head.SealedParticipants + Full(head.Participants.Length);
        for (var at = Math.Max(Participants, head.SealedParticipants); at < participants; at++)
            documents.Add(new(AuctionKeys.Participant(auction, head.Participants[(int)(at - head.SealedParticipants)]), Mark));

        return (documents, new(Math.Max(Pages, pages), Math.Max(Decisions, decisions), Math.Max(Participants, participants)));
    }

    /// <summary>The head without the sealed entries.</summary>
    public AuctionHead Trim(AuctionHead head)
    {
        var pages = Math.Max(0, Pages - head.SealedPages);
        var decisions = Math.Max(0, Decisions - head.SealedDecisions);
        var participants = Math.Max(0, Participants - head.SealedParticipants);
        return pages == 0 && decisions == 0 && participants == 0 ? head : head with
        {
            Events = Without(head.Events, pages * AuctionHead.PageSize),
            SealedPages = head.SealedPages + pages,
            Decisions = Without(head.Decisions, decisions),
            SealedDecisions = head.SealedDecisions + decisions,
            Participants = Without(head.Participants, participants),
            SealedParticipants = head.SealedParticipants + participants,
        };
    }

    private static ImmutableArray<T> Without<T>(ImmutableArray<T> list, long first) => list.RemoveRange(0, (int)first);

    private static int FullPages(int count) => count / AuctionHead.PageSize;

    private static int Full(int count) => FullPages(count) * AuctionHead.PageSize;
}
