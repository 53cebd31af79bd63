using System.Collections.Concurrent;
using Auctions.Bus;
using Auctions.Events;
using Auctions.Raising;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Tests;

/// <summary>
/// Any interleaving: two workers, commands sent twice to either, a store that refuses, conflicts, loses answers and
/// seals by halves, a broker that refuses, workers that die at any call and are started anew. The seed gives the commands and what
/// goes wrong; the thread pool interleaves, so a failure may take several runs of its seed to come again.
/// </summary>
public sealed class When_two_workers_write_one_auction
{
    private static readonly AuctionStoreOptions Options = new() { Jitter = TimeSpan.Zero, MostTries = 6, MostFailures = 4 };

    private static readonly string[] Bidders = ["ann", "bob", "cid", "dot", "sam"];

    [Fact]
    public Task Nothing_is_lost_or_doubled() => Seeded.CheckAsync(runs: 30, async random =>
    {
        var house = new House();
        await house.First.SendAsync(house.Opening(House.Terms(increments: [new(0, 1), new(50, 2)])));
        house.Documents.Yields = true;
        var workers = new[] { Start(house, random), Start(house, random) };
        var sent = new ConcurrentQueue<(AuctionRaiseCommand Command, Outcome Outcome)>();
        var commands = Commands(house, random, count: 220);
        Disturb(house, random);

        foreach (var together in commands.Chunk(random.Next(1, 24)))
        {
            await Task.WhenAll(together.Select(command => SendAsync(workers[Next(random, 2)], command, sent)));

            // A worker that dies takes its memory along: what it published and hadn't said, what it had sealed.
            for (var at = 0; at < workers.Length; at++)
                if (workers[at].Life.IsDead)
                    workers[at] = Start(house, random);
            house.Time.Advance(TimeSpan.FromMilliseconds(Next(random, 900)));
            await SweepAsync(workers[Next(random, 2)]);
        }

        house.Documents.Fault = null;
        house.Publisher.Fault = null;
        workers = [new(house, Options), new(house, Options)];
        await SettleAsync(house, workers, commands, sent);
        await CheckHistoryAsync(house, sent);
        CheckOutcomes(sent);
        await CheckReadsAsync(house, sent);
    });

    private static House.Worker Start(House house, Random random) => new(house, Options, diesAfterCalls: 20 + Next(random, 200));

    private static List<AuctionRaiseCommand> Commands(House house, Random random, int count)
    {
        var commands = new List<AuctionRaiseCommand>();
        for (var at = 0; at < count; at++)
        {
            var again = commands.Count > 0 && random.Next(5) == 0 ? commands[random.Next(commands.Count)] : null;
            commands.Add(again switch
            {
                null => house.Raising(Bidders[random.Next(Bidders.Length)], 10 + at + random.Next(-4, 6), $"c{at}"),
                _ when random.Next(6) == 0 => again with { Amount = again.Amount + 1 },
                _ => again,
            });
        }

        return commands;
    }

    private static void Disturb(House house, Random random)
    {
        house.Documents.Fault = (call, _) => Next(random, 40) switch
        {
            0 => StoreFault.Refused,
            1 when call is StoreCall.TryWrite or StoreCall.WriteSealed => StoreFault.Unknown,
            2 or 3 when call is StoreCall.TryWrite => StoreFault.Conflict,
            _ => StoreFault.None,
        };
        house.Publisher.Fault = _ => Next(random, 20) == 0;
    }

    private static async Task SendAsync(
        House.Worker worker, AuctionRaiseCommand command, ConcurrentQueue<(AuctionRaiseCommand, Outcome)> sent)
    {
        try
        {
            sent.Enqueue((command, await worker.SendAsync(command)));
        }
        catch (Exception failure) when (failure is AuctionBusyException or TimeoutException)
        {
            // Its fate is unknown; it is sent again in the end.
        }
    }

    private static async Task SweepAsync(House.Worker worker)
    {
        try
        {
            await worker.Sweep.SweepOnceAsync(CancellationToken.None);
        }
        catch (Exception failure) when (failure is AuctionBusyException or TimeoutException)
        {
            // The next sweep does it.
        }
    }

    private static async Task SettleAsync(
        House house, House.Worker[] workers, List<AuctionRaiseCommand> commands,
        ConcurrentQueue<(AuctionRaiseCommand, Outcome)> sent)
    {
        // What was committed is told by the sweeps alone, though nobody asks again.
        for (var sweep = 0; sweep < 3; sweep++)
        {
            await workers[1].Sweep.SweepOnceAsync(CancellationToken.None);
            house.Time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal((await house.HistoryAsync()).Select(happened => happened.Seq), house.Publisher.Seqs.Distinct().Order());
        foreach (var command in commands)
            sent.Enqueue((command, await workers[0].SendAsync(command)));
    }

    private static async Task CheckHistoryAsync(House house, ConcurrentQueue<(AuctionRaiseCommand Command, Outcome Outcome)> sent)
    {
        var history = await house.HistoryAsync();
        Assert.Equal(Enumerable.Range(1, history.Count).Select(seq => (long)seq), history.Select(happened => happened.Seq));

        AuctionRaisedEvent? before = null;
        foreach (var raised in history.OfType<AuctionRaisedEvent>())
        {
            if (before is not null)
                Assert.True(raised.Price >= before.NextMinimum && raised.Bids == before.Bids + 1 && raised.Leader != before.Leader);
            before = raised;
        }

        // Every raise that was answered with a seq is the event of that seq, and there is no other.
        var accepted = sent.Where(answer => answer.Outcome.Kind == OutcomeKind.Succeeded)
            .Select(answer => (answer.Outcome.Seq!.Value, answer.Command.CommandId, answer.Command.Amount!.Value)).Distinct().Order();
        Assert.Equal(history.OfType<AuctionRaisedEvent>().Select(raised => (raised.Seq, raised.Command, raised.Price)), accepted);

        Assert.Equal(history.Select(happened => happened.Seq), house.Publisher.Seqs.Distinct().Order());
        Assert.All((await house.HeadAsync()).Unpublished, seq => Assert.Contains(seq, house.Publisher.Seqs));
    }

    private static void CheckOutcomes(ConcurrentQueue<(AuctionRaiseCommand Command, Outcome Outcome)> sent)
    {
        foreach (var answers in sent.GroupBy(answer => answer.Command.CommandId))
        {
            var byWish = answers.GroupBy(answer => answer.Command.Amount).Select(wish => Assert.Single(wish.Select(answer => answer.Outcome).Distinct())).ToList();
            Assert.Single(byWish, outcome => outcome.Reason != Rejections.IdempotencyKeyReused);
        }
    }

    private static async Task CheckReadsAsync(House house, ConcurrentQueue<(AuctionRaiseCommand Command, Outcome Outcome)> sent)
    {
        var view = await house.ViewAsync();
        var history = (await house.HistoryAsync()).OfType<AuctionRaisedEvent>().ToList();
        Assert.Equal((history[^1].Price, history[^1].Leader, history.Count), (view.Price, view.Leader, view.Bids));
        Assert.Equal(sent.Select(answer => answer.Command.Bidder).Where(bidder => bidder != "sam").Distinct().Count(), view.Participants);

        var bids = await house.Reader.BidsAsync(House.Auction, 0, 1_000, CancellationToken.None);
        Assert.Equal(history.Select(raised => (raised.Seq, raised.Price)), bids!.Select(bid => (bid.Seq, bid.Amount)));
        foreach (var (command, outcome) in sent.Where(answer => answer.Outcome.Reason != Rejections.IdempotencyKeyReused))
        {
            var known = await house.Reader.CommandAsync(command.CommandId, CancellationToken.None);
            Assert.Equal((outcome.Seq, outcome.Reason, command.Bidder), (known!.Seq, known.Reason, known.User));
        }
    }

    private static int Next(Random random, int below)
    {
        lock (random)
            return random.Next(below);
    }
}
