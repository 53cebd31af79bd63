using System.Text.Json;
using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Lifecycle;
using Auctions.Raising;
using Auctions.Rules;
using Auctions.Store;
using Auctions.Tests.Model;

namespace Auctions.Tests;

/// <summary>
/// The same stories through two workers and one store: commands come twice, to either, together and out of order. Every one is
/// decided once; the audit trail, sealed over pages, says in which order, and decides it all again; so does the model.
/// </summary>
public sealed class When_anything_happens_through_the_store
{
    [Fact]
    public Task Every_command_is_decided_once_and_the_trail_leads_to_the_head() =>
        Seeded.CheckAsync(runs: 200, random => RunAsync(random, random.Next(5, 30)));

    [Fact]
    public Task Bids_are_voided_that_were_sealed_pages_ago() =>
        Seeded.CheckAsync(runs: 4, random => RunAsync(random, random.Next(150, 220)));

    private static async Task RunAsync(Random random, int count)
    {
        var house = new House();
        var story = Story.Of(random, count);
        // Long stories stay open, so that there is something to void in the end.
        var terms = count < 100 ? story.Terms : story.Terms with { BuyNowPrice = null, ClosesAt = House.Noon + TimeSpan.FromHours(3) };
        await house.First.SendAsync(new OpenAuctionCommand(CommandIds.New(NaiveAuction.Id, "open"), NaiveAuction.Id, NaiveAuction.Seller, terms, House.Noon));
        house.Documents.Yields = true;
        House.Worker[] workers = [house.First, new(house)];
        var outcomes = new Dictionary<string, Outcome>();
        var asked = new List<(StoryStep Step, int At)>(story.Steps.Select((step, at) => (step, at + 1)).Where(step => count < 100 || step.step.Kind is not (DecisionKind.Hammer or DecisionKind.Cancel)));
        foreach (var together in asked.Chunk(count < 100 ? random.Next(1, 6) : random.Next(16, 40)))
        {
            // What is wanted is near to figures of the moment, as a bidder has them from the page.
            var model = await ModelAsync(house, terms);
            var wanted = together.Select(asked => (asked.Step, Wanted: asked.Step.With(model, terms, asked.At, house.Time.GetUtcNow()))).ToList();
            foreach (var (step, _) in wanted)
                house.Time.Advance(TimeSpan.FromMilliseconds(step.AfterMs));
            var sent = wanted.SelectMany(asked => Enumerable.Repeat(asked.Wanted, random.Next(1, 4))).Select(one => (one, Task: SendAsync(workers[random.Next(2)], house, one))).ToList();
            await EndAsync(house, Task.WhenAll(sent.Select(one => one.Task)));
            foreach (var (one, task) in sent)
                if (await task is { } outcome)
                    Assert.Equal(outcomes.TryAdd(one.Command, outcome) ? outcome : outcomes[one.Command], outcome);
        }

        await CheckAsync(house, terms, outcomes);
    }

    // A command that was received after an end that may still move waits by the clock of the house, which stands still otherwise.
    private static async Task EndAsync(House house, Task work)
    {
        while (await Task.WhenAny(work, Task.Delay(TimeSpan.FromMilliseconds(20))) != work)
            house.Time.Advance(TimeSpan.FromMilliseconds(250));
        await work;
    }

    private static async Task<Outcome?> SendAsync(House.Worker worker, House house, Wanted wanted)
    {
        var id = CommandIds.New(NaiveAuction.Id, wanted.Command);
        switch (wanted.Kind)
        {
            case DecisionKind.Raise:
                return await worker.SendAsync(new AuctionRaiseCommand(id, NaiveAuction.Id, wanted.User, wanted.IsMaximum ? null : wanted.Limit, wanted.At)
                {
                    Maximum = wanted.IsMaximum ? wanted.Limit : null,
                });
            case DecisionKind.Open:
                await worker.Heads.OpenAsync(NaiveAuction.Id, house.Time.GetUtcNow(), CancellationToken.None);
                return null;
            case DecisionKind.Close:
                await worker.Heads.CloseAsync(NaiveAuction.Id, house.Time.GetUtcNow(), CancellationToken.None);
                return null;
            default:
                return await worker.SendAsync(new AuctioneerCommand(id, NaiveAuction.Id, wanted.User, Enum.Parse<DecisionKind>(wanted.Kind.ToString()), wanted.At)
                {
                    Step = wanted.Kind == DecisionKind.Increment ? wanted.Limit : null,
                    Bid = wanted.Kind == DecisionKind.Void ? wanted.Bid : null,
                    Why = wanted.Kind == DecisionKind.Void ? NaiveAuction.Why : null,
                });
        }
    }

    private static async Task CheckAsync(House house, AuctionTerms terms, Dictionary<string, Outcome> outcomes)
    {
        var head = await house.HeadAsync(NaiveAuction.Id);
        var trail = await new AuditTrail(house.Documents).ReadAsync(head, CancellationToken.None);
        Assert.Equal(head.SealedDecisions + head.Decisions.Length, trail.Count);

        // Once each, as it was answered.
        var commands = trail.Where(entry => entry.IsOfCommand && entry.Kind != DecisionKind.Create).ToDictionary(entry => entry.Command);
        Assert.Equal(outcomes.Keys.Select(command => CommandIds.New(NaiveAuction.Id, command)).Order(), commands.Keys.Order());
        foreach (var (command, outcome) in outcomes)
            Assert.Equal(outcome, commands[CommandIds.New(NaiveAuction.Id, command)] is { Reason: var reason, Seq: var seq } ? reason is null ? Outcome.Succeeded(seq) : Outcome.Rejected(reason) : Outcome.Succeeded());

        var steps = Replay.Of(head.State, trail).ToList();
        Assert.Equal(trail.Select(entry => (entry.Command, entry.Reason, entry.Seq)), steps.Select(step => (step.Entry.Command, step.Decision.Reason, step.Decision.Seq)));
        Assert.Equal(JsonSerializer.Serialize(head.State, AuctionJson.Options), JsonSerializer.Serialize(steps[^1].Decision.State, AuctionJson.Options));
        Assert.Equal(Enumerable.Range(1, (int)head.State.Seq).Select(seq => (long)seq), (await house.HistoryAsync(NaiveAuction.Id)).Select(happened => happened.Seq));

        var (state, model) = (head.State, await ModelAsync(house, terms));
        Assert.Equal(
            (model.Status, model.Leader, model.Price, model.Limit, model.Count, model.Winner, model.ClosesAt, (long)model.Events.Count),
            (state.Status, state.Leader, state.Price, state.LeaderLimit, state.Bids, state.Winner, state.ClosesAt, state.Seq));
    }

    /// <summary>The model after what the trail says was decided, which it has to decide alike.</summary>
    private static async Task<NaiveAuction> ModelAsync(House house, AuctionTerms terms)
    {
        var model = new NaiveAuction(terms, House.Noon);
        foreach (var entry in await new AuditTrail(house.Documents).ReadAsync(await house.HeadAsync(NaiveAuction.Id), CancellationToken.None))
            if (entry.Kind is not (DecisionKind.Create or DecisionKind.Join))
            {
                var verdict = model.Ask(new(entry.Kind, entry.User, entry.At) { Command = entry.Command, Limit = entry.Limit ?? 0, IsMaximum = entry.IsMaximum, Bid = entry.Bid ?? 0 });
                Assert.Equal((verdict.Reason, verdict.Seq), (entry.Reason, entry.Seq));
            }

        return model;
    }
}
