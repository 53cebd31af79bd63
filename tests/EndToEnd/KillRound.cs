using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Auctions.Load;

namespace EndToEnd.Tests;

/// <summary>
/// One round of killing: raises come by the clock on a few auctions before watchers, and every two seconds a process
/// taken at random dies. Afterwards everything that was promised is compared with what there is.
/// </summary>
internal sealed class KillRound(RunningSystem system, int seed)
{
    private const int Auctions = 5;
    private const int PerSecond = 200;
    private const int WatchersPerAuction = 4;
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BetweenKills = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Settles = TimeSpan.FromSeconds(60);

    private readonly Random _random = new(seed);
    private readonly ConcurrentBag<Sent> _sent = [];
    private readonly List<string> _killed = [];
    private readonly List<string> _faults = [];
    private readonly string[] _auctions = new string[Auctions];
    private readonly int[] _amounts = new int[Auctions];

    /// <summary>Runs the round.</summary>
    /// <returns>Every broken promise, in words.</returns>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        using var seller = await Client.SignInAsync(system.Api, "sella", "seller");
        using var admin = await Client.SignInAsync(system.Api, "ada", "admin");
        var bidders = await Task.WhenAll(Enumerable.Range(0, 20).Select(at => Client.SignInAsync(system.Api, $"bidder-{at}", "bidder")));
        for (var at = 0; at < Auctions; at++)
            _auctions[at] = await seller.OpenAuctionAsync($"Lot {at}");
        var watchers = await Task.WhenAll(Enumerable.Range(0, Auctions * WatchersPerAuction)
            .Select(at => Watcher.StartAsync(system.Live, at % 2, _auctions[at % Auctions], onFrame: _ => { })));

        var killing = KillAsync();
        await SendAsync(bidders);
        await killing;

        foreach (var sent in _sent.Where(sent => sent.Command is not null))
            sent.Outcome = (await admin.OutcomeAsync(sent.Command!, Settles)).Status;
        for (var at = 0; at < Auctions; at++)
            await CheckAsync(admin, _auctions[at], [.. watchers.Where((_, index) => index % Auctions == at)]);
        foreach (var watcher in watchers)
            await watcher.DisposeAsync();
        foreach (var bidder in bidders)
            bidder.Dispose();
        return _faults;
    }

    /// <summary>What happened, in a line.</summary>
    public override string ToString() =>
        $"seed {seed}: killed {string.Join(", ", _killed)}; {_sent.Count} raises, {_sent.Count(sent => sent.Command is not null)} acknowledged "
        + $"({_sent.Count(sent => sent.Outcome == "raised")} raised, {_sent.Count(sent => sent.Outcome == "rejected")} rejected), "
        + string.Join(", ", _sent.GroupBy(sent => sent.Status).OrderBy(answers => answers.Key).Select(answers => $"{answers.Count()} × {answers.Key}"));

    private async Task SendAsync(Client[] bidders)
    {
        var started = Stopwatch.GetTimestamp();
        var sending = new List<Task>();
        for (var at = 0; at < PerSecond * Lasts.TotalSeconds; at++)
        {
            var wait = TimeSpan.FromSeconds((double)at / PerSecond) - Stopwatch.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait);
            var lot = at % Auctions;
            sending.Add(SendAsync(bidders[at / Auctions % bidders.Length], _auctions[lot], 10 + _amounts[lot]++));
        }

        await Task.WhenAll(sending);
    }

    private async Task SendAsync(Client bidder, string auction, decimal amount)
    {
        try
        {
            using var answer = await bidder.RaiseAsync(auction, amount);
            var body = await answer.Content.ReadAsStringAsync();
            _sent.Add(answer.StatusCode == HttpStatusCode.Accepted
                ? new Sent(auction, amount, "202", JsonDocument.Parse(body).RootElement.GetProperty("command").GetString())
                : new Sent(auction, amount, $"{(int)answer.StatusCode}{(body.Contains("not-accepted", StringComparison.Ordinal) ? " not-accepted" : "")}", null));
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or JsonException)
        {
            _sent.Add(new Sent(auction, amount, "no answer", null));
        }
    }

    private async Task KillAsync()
    {
        string[] victims = ["worker-1", "worker-2", "pusher-1", "pusher-2", "api", "hub"];
        for (var passed = BetweenKills; passed < Lasts; passed += BetweenKills)
        {
            await Task.Delay(BetweenKills);
            var victim = victims[_random.Next(victims.Length)];
            if (victim == "hub" ? system.TryKillHub() : await system.TryKillAsync(victim, _random))
                _killed.Add(victim);
        }
    }

    private async Task CheckAsync(Client admin, string auction, IReadOnlyList<Watcher> watchers)
    {
        var bids = await BidsAsync(admin, auction);
        var seqs = bids.Select(bid => bid.GetProperty("seq").GetInt64()).ToList();
        if (!seqs.SequenceEqual(Enumerable.Range(2, seqs.Count).Select(seq => (long)seq)))
            _faults.Add($"{auction}: the seqs have gaps");
        var amounts = bids.Select(bid => bid.GetProperty("amount").GetDecimal()).ToList();
        if (!amounts.SequenceEqual(amounts.Order().Distinct()))
            _faults.Add($"{auction}: the prices do not rise");

        var commands = bids.Select(bid => bid.GetProperty("command").GetString()!).ToList();
        if (commands.Distinct(StringComparer.Ordinal).Count() != commands.Count)
            _faults.Add($"{auction}: a command made two bids");
        var byAmount = _sent.Where(sent => sent.Auction == auction).ToDictionary(sent => sent.Amount);
        foreach (var sent in byAmount.Values.Where(sent => sent.Command is not null))
        {
            if (sent.Outcome is not ("raised" or "rejected"))
                _faults.Add($"{sent.Command}: acknowledged, and {sent.Outcome}");
            if (commands.Contains(sent.Command!) != (sent.Outcome == "raised"))
                _faults.Add($"{sent.Command}: {sent.Outcome}, and {(commands.Contains(sent.Command!) ? "a bid" : "no bid")}");
        }

        foreach (var amount in amounts.Where(amount => byAmount[amount].Status == "503 not-accepted"))
            _faults.Add($"{auction}: a raise to {amount} was not accepted, and is a bid");

        foreach (var watcher in watchers)
            await CheckAsync(watcher, auction, seqs.Count + 1);
    }

    private async Task CheckAsync(Watcher watcher, string auction, long seq)
    {
        try
        {
            await watcher.WaitForSeqAsync(seq, Settles);
        }
        catch (TimeoutException late)
        {
            _faults.Add($"{auction}: {late.Message}");
        }

        _faults.AddRange(watcher.Broken.Select(broken => $"{auction}: a watcher got {broken}"));
    }

    private static async Task<List<JsonElement>> BidsAsync(Client client, string auction)
    {
        var bids = new List<JsonElement>();
        while (true)
        {
            var after = bids.Count == 0 ? 0 : bids[^1].GetProperty("seq").GetInt64();
            var page = (await client.GetAsync($"/auctions/{auction}/bids?after={after}&limit=1000")).GetProperty("items").EnumerateArray().ToList();
            if (page.Count == 0)
                return bids;
            bids.AddRange(page);
        }
    }

    private sealed class Sent(string auction, decimal amount, string status, string? command)
    {
        public string Auction => auction;

        public decimal Amount => amount;

        /// <summary>The answer: its code, and whether it says that nothing happened.</summary>
        public string Status => status;

        public string? Command => command;

        public string? Outcome { get; set; }
    }
}
