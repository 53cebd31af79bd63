using Auctions.Load;

namespace EndToEnd.Tests;

/// <summary>Compares what the answers promised with the state of the auctions.</summary>
internal sealed class Promises
{
    private readonly List<string> _broken = [];

    /// <summary>Every broken promise, in words.</summary>
    public IReadOnlyList<string> Broken => _broken;

    /// <summary>How long after its receipt each raise reached each watcher.</summary>
    public List<(DateTimeOffset At, TimeSpan Late)> Lateness { get; } = [];

    /// <summary>Checks an auction.</summary>
    /// <param name="client">A signed-in client.</param>
    /// <param name="auction">The auction's id.</param>
    /// <param name="sent">All raises sent to the auction.</param>
    /// <param name="watchers">All watchers of the auction.</param>
    /// <param name="settles">How long a watcher may take to see the last event.</param>
    public async Task CheckAsync(
        Client client, string auction, IReadOnlyList<Sent> sent, IReadOnlyList<Sighting> watchers, TimeSpan settles)
    {
        var bids = await client.BidsAsync(auction);
        var seqs = bids.Select(bid => bid.GetProperty("seq").GetInt64()).ToList();
        if (!seqs.SequenceEqual(Enumerable.Range(2, seqs.Count).Select(seq => (long)seq)))
            _broken.Add($"{auction}: the seqs have gaps");
        var amounts = bids.Select(bid => bid.GetProperty("amount").GetDecimal()).ToList();
        if (!amounts.SequenceEqual(amounts.Order().Distinct()))
            _broken.Add($"{auction}: the prices do not rise");

        CheckSent(auction, sent, [.. bids.Select(bid => bid.GetProperty("command").GetString()!)], amounts);
        var isClosed = (await client.GetAsync($"/auctions/{auction}")).GetProperty("status").GetString() == "closed";
        foreach (var watcher in watchers)
        {
            // Before the bids comes the opening, and after them the close.
            await CheckAsync(watcher.Watcher, auction, seqs.Count + (isClosed ? 2 : 1), settles);
            Lateness.AddRange(watcher.Lateness(
                [.. bids.Select(bid => (bid.GetProperty("seq").GetInt64(), bid.GetProperty("at").GetDateTimeOffset()))]));
        }
    }

    private void CheckSent(string auction, IReadOnlyList<Sent> sent, List<string> commands, List<decimal> amounts)
    {
        if (commands.Distinct(StringComparer.Ordinal).Count() != commands.Count)
            _broken.Add($"{auction}: a command made two bids");
        foreach (var one in sent.Where(one => one.Command is not null))
        {
            if (one.Outcome is not ("raised" or "rejected"))
                _broken.Add($"{one.Command}: acknowledged, and {one.Outcome}");
            if (commands.Contains(one.Command!) != (one.Outcome == "raised"))
                _broken.Add($"{one.Command}: {one.Outcome}, and {(commands.Contains(one.Command!) ? "a bid" : "no bid")}");
        }

        var byAmount = sent.ToDictionary(one => one.Amount);
        foreach (var amount in amounts.Where(amount => byAmount[amount].Status == "503 not-accepted"))
            _broken.Add($"{auction}: a raise to {amount} was not accepted, and is a bid");
    }

    private async Task CheckAsync(Watcher watcher, string auction, long seq, TimeSpan settles)
    {
        try
        {
            await watcher.WaitForSeqAsync(seq, settles);
        }
        catch (TimeoutException late)
        {
            _broken.Add($"{auction}: {late.Message}");
        }

        _broken.AddRange(watcher.Broken.Select(broken => $"{auction}: a watcher got {broken}"));
    }
}
