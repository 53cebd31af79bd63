using System.Globalization;
using System.Text;
using Auctions.Events;
using Auctions.Rules;
using Auctions.Store;
using Simulation.Tests.Clock;
using Simulation.Tests.People;

namespace Simulation.Tests.Story;

/// <summary>One run in words, line by line with the simulated time. Only a replay has it, because words take longer than the run.</summary>
internal sealed class StoryLines(EventLoop loop, Scenario scenario)
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds a line.</summary>
    public void Add(string line) => _text.AppendLine(CultureInfo.InvariantCulture, $"{loop.Elapsed.TotalSeconds,9:F4} s  {line}");

    /// <summary>An instant as seconds from the start, as the lines have it.</summary>
    public string Clock(DateTimeOffset instant) =>
        string.Create(CultureInfo.InvariantCulture, $"{(instant - EventLoop.Start).TotalSeconds:F4} s");

    /// <summary>The short name of a command.</summary>
    public string NameOf(string commandId) => scenario.NameOf(commandId);

    /// <summary>Tells what a written head changed.</summary>
    public void AddCommit(string writer, byte[]? before, byte[] after)
    {
        var (old, head) = (before is null ? null : HeadJson.Read(Scenario.Auction, before), HeadJson.Read(Scenario.Auction, after));
        foreach (var stored in head.Events.Where(stored => stored.Seq > (old?.State.Seq ?? 0)))
            Add($"{writer} commits seq {stored.Seq}: {WordsOf(stored.Happened)}");
        foreach (var pending in head.Pending.Where(pending => old?.Pending.Any(before => before.Command == pending.Command) != true))
            Add($"{writer} accepts {NameOf(pending.Command)}");
        foreach (var withdrawn in head.Withdrawn.Where(withdrawn => old?.Withdrawn.Contains(withdrawn) != true))
            Add($"{writer} withdraws {NameOf(withdrawn.Command)}");
        var decided = (old?.SealedDecisions ?? 0) + (old?.Decisions.Length ?? 0) - head.SealedDecisions;
        foreach (var decision in head.Decisions.Skip((int)decided).Where(decision => decision.IsOfCommand))
            Add($"{writer} commits {NameOf(decision.Command)}: {decision.Reason ?? "accepted"}");
    }

    public override string ToString() => _text.ToString();

    private static string WordsOf(ISequenced happened) => happened switch
    {
        AuctionRaisedEvent raised => string.Create(
            CultureInfo.InvariantCulture, $"{raised.Leader} leads at {raised.Price}{(raised.Automatic ? " (the house bids)" : "")}"),
        AuctionClosedEvent closed => string.Create(
            CultureInfo.InvariantCulture, $"closed, {(closed.Winner is { } winner ? $"sold to {winner} for {closed.Price}" : "not sold")}"),
        BidVoidedEvent voided => string.Create(
            CultureInfo.InvariantCulture, $"bid {voided.Bid} is voided; {voided.Leader ?? "nobody"} leads at {voided.Price}"),
        _ => happened.Type,
    };
}
