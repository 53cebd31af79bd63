using System.Collections.Concurrent;
using System.Diagnostics;
using Auctions.Load;

namespace EndToEnd.Tests;

/// <summary>
/// Bidders that raise at a fixed rate on a few auctions in front of watchers, while a test disturbs the system. Afterwards
/// every promise is compared with the state of the auctions.
/// </summary>
internal sealed class Crowd(RunningSystem system, int auctions, int perSecond, int watchersPerAuction) : IAsyncDisposable
{
    private static readonly TimeSpan Settles = TimeSpan.FromSeconds(60);

    private readonly ConcurrentBag<Sent> _sent = [];
    private readonly string[] _auctions = new string[auctions];
    private readonly int[] _amounts = new int[auctions];
    private Client[] _bidders = [];

    /// <summary>Makes the terms of an auction from its index; null for auctions that are open for half an hour.</summary>
    public Func<int, object>? Terms { get; init; }

    /// <summary>Makes an amount, different from all others, from the number of raises sent to the auction before.</summary>
    public Func<int, decimal> Amount { get; init; } = number => 10 + number;

    public IReadOnlyList<string> Auctions => _auctions;

    public IReadOnlyCollection<Sent> Raises => _sent;

    public IReadOnlyList<Sighting> Watchers { get; private set; } = [];

    /// <summary>Opens the auctions, signs the bidders in and starts the watchers.</summary>
    public async Task GatherAsync()
    {
        using var seller = await Client.SignInAsync(system.Api, "sella", "seller");
        _bidders = await Task.WhenAll(Enumerable.Range(0, 20).Select(at => Client.SignInAsync(system.Api, $"bidder-{at}", "bidder")));
        for (var at = 0; at < auctions; at++)
            _auctions[at] = Terms is null ? await seller.OpenAuctionAsync($"Lot {at}") : await seller.OpenAuctionAsync(Terms(at));
        Watchers = await Task.WhenAll(Enumerable.Range(0, auctions * watchersPerAuction)
            .Select(at => Sighting.StartAsync(system.Live, at % 2, _auctions[at % auctions])));
    }

    /// <summary>Sends raises at the fixed rate until a task ends, and returns once all have an answer.</summary>
    public async Task SendWhileAsync(Task meanwhile)
    {
        var started = Stopwatch.GetTimestamp();
        var sending = new List<Task>();
        for (var at = 0; !meanwhile.IsCompleted; at++)
        {
            var wait = TimeSpan.FromSeconds((double)at / perSecond) - Stopwatch.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait);
            var lot = at % auctions;
            sending.Add(SendAsync(_bidders[at / auctions % _bidders.Length], _auctions[lot], Amount(_amounts[lot]++)));
        }

        await Task.WhenAll(sending);
        await meanwhile;
    }

    /// <summary>Reads the outcome of every acknowledged raise, and compares it with the auctions and with what watchers saw.</summary>
    public async Task<Promises> CheckAsync()
    {
        using var admin = await Client.SignInAsync(system.Api, "ada", "admin");
        await ReadOutcomesAsync(admin);
        var promises = new Promises();
        foreach (var auction in _auctions)
        {
            await promises.CheckAsync(
                admin, auction, [.. _sent.Where(sent => sent.Auction == auction)],
                [.. Watchers.Where(watcher => watcher.Auction == auction)], Settles);
        }

        return promises;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var watcher in Watchers)
            await watcher.DisposeAsync();
        foreach (var bidder in _bidders)
            bidder.Dispose();
    }

    /// <summary>The numbers of raises and answers in words.</summary>
    public override string ToString() =>
        $"{_sent.Count} raises, {_sent.Count(sent => sent.Command is not null)} acknowledged "
        + $"({_sent.Count(sent => sent.Outcome == "raised")} raised, {_sent.Count(sent => sent.Outcome == "rejected")} rejected), "
        + string.Join(
            ", ", _sent.GroupBy(sent => sent.Status).OrderBy(answers => answers.Key).Select(answers => $"{answers.Count()} × {answers.Key}"));

    // An outcome that a test has read from the audit trail needs no call.
    private Task ReadOutcomesAsync(Client admin) => Parallel.ForEachAsync(
        _sent.Where(sent => sent is { Command: not null, Outcome: null }),
        new ParallelOptions { MaxDegreeOfParallelism = 8 },
        async (sent, _) => sent.Outcome = (await admin.OutcomeAsync(sent.Command!, Settles)).Status);

    private async Task SendAsync(Client bidder, string auction, decimal amount) =>
        _sent.Add(await Sent.RaiseAsync(bidder, auction, amount));
}
