using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Auctions.Load;

namespace Auctions.Bench.Raises;

/// <summary>
/// Sends raises to a running system in front of watchers, and then checks the promises: every raise that a worker accepted
/// has one outcome, and every watcher saw every bid once and in order.
/// </summary>
internal sealed class RaiseLoad(RaiseLoadOptions options)
{
    private const int LastOnes = 100;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);

    private readonly Arrivals _arrivals = new();
    private readonly ConcurrentBag<Sent> _sent = [];
    private readonly List<Lot> _lots = [];
    private readonly List<Watcher> _watchers = [];
    private Client[] _bidders = [];
    private long _number = -1;

    /// <summary>Bids that some watchers learned from a snapshot, because the event was late.</summary>
    public int CoveredBySnapshot { get; private set; }

    public async Task<RaiseLoadResult> RunAsync()
    {
        await PrepareAsync();
        var started = Stopwatch.GetTimestamp();
        if (options.PerSecond > 0)
            await SendAtFixedRateAsync();
        else
            await Task.WhenAll(Enumerable.Range(0, options.InFlight).Select(_ => SendAsFastAsAnsweredAsync()));
        var took = Stopwatch.GetElapsedTime(started);

        await DecideAsync([.. Accepted().Take(LastOnes)]);
        var decided = Stopwatch.GetElapsedTime(started);
        var faults = await DecideAsync(Accepted());
        faults.AddRange(await SettleAsync());
        foreach (var watcher in _watchers)
            await watcher.DisposeAsync();
        foreach (var bidder in _bidders)
            bidder.Dispose();
        return RaiseLoadResult.Of(options, started, took, decided, [.. _sent], _arrivals, CoveredBySnapshot, faults);
    }

    private async Task PrepareAsync()
    {
        using var seller = await Client.SignInAsync(options.Api, "seller", "seller");
        _bidders = await Task.WhenAll(Enumerable.Range(0, options.Bidders)
            .Select(at => Client.SignInAsync(options.Api, $"bidder-{at}", "bidder")));
        for (var at = 0; at < options.Auctions; at++)
            _lots.Add(new Lot(await seller.OpenAuctionAsync($"Lot {at + 1}")));

        var urls = await _bidders[0].LiveServersAsync();
        foreach (var watcher in Enumerable.Range(0, options.Watchers).Chunk(50))
            _watchers.AddRange(await Task.WhenAll(watcher.Select(at =>
                Watcher.StartAsync(urls, at % urls.Length, _lots[at % _lots.Count].Auction, onFrame: _arrivals.Add))));
    }

    private async Task SendAtFixedRateAsync()
    {
        var started = Stopwatch.GetTimestamp();
        var sending = new List<Task>();
        for (var at = 0L; at < (long)options.PerSecond * options.Seconds; at++)
        {
            var wait = TimeSpan.FromSeconds((double)at / options.PerSecond) - Stopwatch.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait);
            sending.Add(SendAsync());
        }

        await Task.WhenAll(sending);
    }

    private async Task SendAsFastAsAnsweredAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < options.Seconds)
            await SendAsync();
    }

    private async Task SendAsync()
    {
        var number = Interlocked.Increment(ref _number);
        var lot = _lots[(int)(number % _lots.Count)];
        var amount = lot.NextAmount();
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await _bidders[number / _lots.Count % _bidders.Length].RaiseAsync(lot.Auction, amount);
            var acked = Stopwatch.GetElapsedTime(began);
            _sent.Add(new Sent(
                lot.Auction, began, acked, answer.StatusCode,
                answer.StatusCode == HttpStatusCode.Accepted ? await Client.CommandOfAsync(answer) : null));
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            _sent.Add(new Sent(lot.Auction, began, Stopwatch.GetElapsedTime(began), null, null));
        }
    }

    // The last raises come first: once they are decided, most others are too.
    private List<Sent> Accepted() => [.. _sent.Where(sent => sent.Command is not null).OrderByDescending(sent => sent.Began)];

    // Every raise that a worker accepted must get an outcome, and none may fail.
    private async Task<List<string>> DecideAsync(List<Sent> accepted)
    {
        using var admin = await Client.SignInAsync(options.Api, "admin", "admin");
        var faults = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            accepted,
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (sent, _) =>
            {
                (sent.Outcome, var reason) = await admin.OutcomeAsync(sent.Command!, Settling);
                if (sent.Outcome is not ("raised" or "rejected"))
                    faults.Add($"{sent.Command}: acknowledged, and {sent.Outcome} {reason}");
            });
        return [.. faults];
    }

    // The bids in the store are the accepted raises, and every watcher must have seen exactly these.
    private async Task<List<string>> SettleAsync()
    {
        var faults = new List<string>();
        foreach (var lot in _lots)
            await SettleAsync(lot, [.. _watchers.Where((_, at) => at % _lots.Count == _lots.IndexOf(lot))], faults);
        faults.AddRange(_watchers.SelectMany(watcher => watcher.Broken));
        foreach (var sent in _sent)
        {
            sent.Accepted = sent.Command is { } command && _lots.Single(lot => lot.Auction == sent.Auction).Accepted.Contains(command);
            if (sent.Command is not null && sent.Accepted != (sent.Outcome == "raised"))
                faults.Add($"{sent.Command}: {sent.Outcome}, and {(sent.Accepted ? "a bid" : "no bid")}");
        }

        return faults;
    }

    private async Task SettleAsync(Lot lot, IReadOnlyList<Watcher> watchers, List<string> faults)
    {
        var bids = await _bidders[0].BidsAsync(lot.Auction);
        var last = bids.Count == 0 ? 0 : bids[^1].GetProperty("seq").GetInt64();
        foreach (var watcher in watchers)
            await watcher.WaitForSeqAsync(last, Settling);

        var prices = bids.Select(bid => bid.GetProperty("amount").GetDecimal()).ToList();
        if (!prices.SequenceEqual(prices.Order().Distinct()))
            faults.Add($"{lot.Auction}: the prices do not rise");
        lot.Accepted = bids.Select(bid => bid.GetProperty("command").GetString()!).ToHashSet(StringComparer.Ordinal);
        if (lot.Accepted.Count != bids.Count)
            faults.Add($"{lot.Auction}: a command made two bids");

        // A watcher gets a second snapshot instead of events that were late.
        var caughtUp = watchers.Count(watcher => watcher.Snapshots > 1);
        foreach (var command in lot.Accepted)
        {
            var seen = _arrivals.Of(command).Watchers;
            if (seen < watchers.Count && seen >= watchers.Count - caughtUp)
                CoveredBySnapshot++;
            else if (seen != watchers.Count)
                faults.Add($"{command}: seen by {seen} of {watchers.Count}");
        }
    }

    private sealed class Lot(string auction)
    {
        private int _raises = -1;

        public string Auction => auction;

        public HashSet<string> Accepted { get; set; } = [];

        public decimal NextAmount() => 10 + Interlocked.Increment(ref _raises);
    }
}
