using System.Text.Json;

namespace Auctions.Cli.Stories;

/// <summary>An auction's audit trail, as the API answers it.</summary>
/// <param name="Entries">The decisions, in order.</param>
/// <param name="Verdict">What the last line says; null where the trail ends without it and so is incomplete.</param>
internal sealed record AuditTrail(IReadOnlyList<AuditEntry> Entries, AuditVerdict? Verdict)
{
    /// <summary>The commands that are accepted and not decided yet.</summary>
    public IReadOnlyList<PendingCommand> Pending => Verdict?.Pending ?? [];

    /// <summary>Reads a trail.</summary>
    /// <param name="lines">Its lines.</param>
    /// <param name="command">The id of the only command to keep the entries of; null for all.</param>
    /// <exception cref="JsonException">A line is not one of an audit trail.</exception>
    public static async Task<AuditTrail> ReadAsync(IAsyncEnumerable<string> lines, string? command = null)
    {
        var entries = new List<AuditEntry>();
        AuditVerdict? verdict = null;
        await foreach (var line in lines)
            if (line.Contains("\"verified\"", StringComparison.Ordinal) && line.StartsWith("{\"verified\"", StringComparison.Ordinal))
                verdict = JsonSerializer.Deserialize<AuditVerdict>(line, JsonSerializerOptions.Web);
            else if ((command is null || line.Contains(command, StringComparison.Ordinal))
                && JsonSerializer.Deserialize<AuditEntry>(line, JsonSerializerOptions.Web) is { } entry
                && (command is null || entry.Command == command))
                entries.Add(entry);
        return new(entries, verdict);
    }
}

/// <summary>A decision: the request, the state before it, what the rules said, and the events.</summary>
internal sealed record AuditEntry(
    int Line, string Kind, DateTimeOffset At, string? Command, string? User, decimal? Amount, bool HasMaximum, decimal? Step, long? Bid,
    string? Why, AuditState? On, string? Reason, long? Seq, IReadOnlyList<AuditEvent> Events, string? Mismatch,
    IReadOnlyList<long>? Unpublished)
{
    /// <summary>The kind of a raise.</summary>
    public const string Raise = "raise";
}

/// <summary>The state that a decision was made on.</summary>
internal sealed record AuditState(
    long Seq, string Status, decimal Price, decimal NextMinimum, string? Leader, int Bids, bool ReserveMet, DateTimeOffset ClosesAt);

/// <summary>An event of a decision. Which members there are depends on the type.</summary>
internal sealed record AuditEvent(string Type, long Seq, DateTimeOffset At)
{
    public decimal? Price { get; init; }

    public string? Leader { get; init; }

    public string? Outbid { get; init; }

    public bool Automatic { get; init; }

    public bool? ReserveMet { get; init; }

    public decimal? NextMinimum { get; init; }

    public DateTimeOffset? OpensAt { get; init; }

    public DateTimeOffset? ClosesAt { get; init; }

    public bool Sold { get; init; }

    public string? Winner { get; init; }

    public decimal? Step { get; init; }

    public decimal? Until { get; init; }

    public long? Bid { get; init; }

    public string? Reason { get; init; }
}

/// <summary>A command that is accepted and not decided yet.</summary>
internal sealed record PendingCommand(string Command, string Kind, string User, DateTimeOffset At);

/// <summary>Whether the rules, applied again, lead to the stored auction; and what is not decided yet.</summary>
internal sealed record AuditVerdict(bool Verified, int Decisions, long Seq, int Mismatches, IReadOnlyList<PendingCommand>? Pending);
