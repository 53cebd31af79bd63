using System.Globalization;
using System.Text;
using System.Text.Json;
using Auctions;
using Auctions.Bus;
using Auctions.Raising;
using Auctions.Store;
using Simulation.Tests.People;

namespace Simulation.Tests.Invariants;

/// <summary>
/// Writes down what becomes of every command while the simulation runs, and the invariants that are broken meanwhile. The
/// processes don't know of it.
/// </summary>
internal sealed class Ledger(World world)
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly List<Problem> _problems = [];
    private string[]? _hidden;
    private long _decided;

    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>What became of every command that an api received, in order of the first receipt.</summary>
    public IReadOnlyCollection<Entry> Entries => _entries.Values;

    public void Report(Invariant invariant, string words)
    {
        _problems.Add(new(invariant, words));
        world.Story?.Add($"BROKEN {invariant}: {words}");
    }

    public void OnReceived<TCommand>(TCommand command)
        where TCommand : class, ICommand<TCommand>, IAuctionCommand
    {
        if (!_entries.TryGetValue(command.CommandId, out var entry))
            _entries.Add(command.CommandId, entry = new(command.CommandId, command is AuctionRaiseCommand));
        entry.Receipts.Add(new(world.Loop.Now, command.ReceivedAt));
    }

    public void OnAnswered(string commandId, Answer answer) => _entries[commandId].Answers.Add(answer);

    public void OnWritten(string writer, string key, byte[]? before, byte[] after)
    {
        if (key != AuctionKeys.Head(Scenario.Auction))
            return;
        world.Story?.AddCommit(writer, before, after);
        var head = JsonSerializer.Deserialize<Glance>(after, AuctionJson.Options)!;
        foreach (var decision in head.Decisions.Skip((int)(_decided - head.SealedDecisions)))
            OnDecided(decision);
        _decided = head.SealedDecisions + head.Decisions.Count;
        world.Promptness.OnWritten(head.State.Seq, head.State.ClosesAt, head.Pending ?? []);
        foreach (var pending in head.Pending ?? [])
            if (_entries.TryGetValue(pending.Command, out var entry))
            {
                entry.AcceptedReceipt ??= pending.At;
                entry.AcceptedAt ??= world.Loop.Now;
            }
    }

    /// <summary>Reports a hidden figure in a frame or an event, unless that figure is the price.</summary>
    public void CheckHidden(ReadOnlySpan<byte> json, string where)
    {
        _hidden ??= [.. world.Scenario.HiddenFigures.Select(figure => figure.ToString(CultureInfo.InvariantCulture))];
        foreach (var figure in _hidden)
            if ((Has(json, $":{figure},") || Has(json, $":{figure}}}")) && !Has(json, $"\"price\":{figure}"))
                Report(Invariant.NoHiddenFigure, $"{where} sees {figure}: {Encoding.UTF8.GetString(json)}");
    }

    // The figures differ from all others by their cents, so the text is enough.
    private static bool Has(ReadOnlySpan<byte> json, string text) => json.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    private void OnDecided(DecisionRecord decision)
    {
        if (!_entries.TryGetValue(decision.Command, out var entry))
            return;
        entry.Decisions.Add(decision);
        entry.AcceptedAt ??= world.Loop.Now;
        foreach (var other in _entries.Values)
            if (other is { IsRaise: true, AcceptedReceipt: { } receivedAt, Decisions.Count: 0 } && receivedAt < decision.At)
                Report(
                    Invariant.OrderOfReceipt,
                    $"{Name(entry)} is decided while {Name(other)}, received {(decision.At - receivedAt).TotalMilliseconds:F1} ms earlier, is pending");
    }

    private string Name(Entry entry) => world.Scenario.NameOf(entry.CommandId);

    /// <summary>A head, as far as the checks need it.</summary>
    private sealed record Glance(
        GlanceAtState State, IReadOnlyList<DecisionRecord> Decisions, long SealedDecisions, IReadOnlyList<DecisionRecord>? Pending);

    private sealed record GlanceAtState(long Seq, DateTimeOffset ClosesAt);
}

/// <summary>What became of one command.</summary>
internal sealed record Entry(string CommandId, bool IsRaise)
{
    /// <summary>When apis received it, in order of arrival.</summary>
    public List<(DateTimeOffset True, DateTimeOffset ByClock)> Receipts { get; } = [];

    /// <summary>What apis answered.</summary>
    public List<Answer> Answers { get; } = [];

    /// <summary>The time of receipt of the copy that was accepted; null where none was seen pending.</summary>
    public DateTimeOffset? AcceptedReceipt { get; set; }

    /// <summary>When it was accepted, by the true time.</summary>
    public DateTimeOffset? AcceptedAt { get; set; }

    /// <summary>What was decided, as it was committed.</summary>
    public List<DecisionRecord> Decisions { get; } = [];

    public bool IsAcknowledged => Answers.Contains(Answer.Accepted);
}
