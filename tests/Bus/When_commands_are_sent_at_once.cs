using Auctions.Bus;
using Bus.Tests.Fixtures;

namespace Bus.Tests;

public sealed class When_commands_are_sent_at_once
{
    [Fact]
    public async Task Each_has_a_context_of_its_own()
    {
        const int Sends = 64;
        var allIn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = 0;
        var told = new Recordings();
        var stage = new Stage(new EventRecordingMiddleware(told)).With(new Step<PlainCommand>(async (command, context) =>
        {
            context.Record(command.CommandId);
            if (Interlocked.Increment(ref waiting) == Sends)
                allIn.SetResult();
            await allIn.Task;
            context.Record(command.CommandId);
            return Outcome.Succeeded();
        }));

        await Task.WhenAll(Enumerable.Range(0, Sends).Select(id => stage.Send(new PlainCommand($"{id}"))));

        Assert.Equal(Sends, told.Calls.Count);
        Assert.All(told.Calls, call => Assert.Equal([call[0], call[0]], call));
        Assert.Equal(Sends, told.Calls.Select(call => call[0]).Distinct().Count());
    }

    [Fact]
    public async Task One_sent_from_within_a_handler_does_not_disturb_the_outer()
    {
        Stage? stage = null;
        var told = new Recordings();
        stage = new Stage(new EventRecordingMiddleware(told)).With(
            new Step<PlainCommand>(async (_, context) =>
            {
                context.Record("outer");
                await stage!.Send(new OtherCommand());
                return Outcome.Succeeded(1);
            }),
            new Step<OtherCommand>(context =>
            {
                context.Record("inner");
                return Outcome.Rejected("no");
            }));

        Assert.Equal(Outcome.Succeeded(1), await stage.Send(new PlainCommand()));
        Assert.Equal([["inner"], ["outer"]], told.Calls);
    }

    [Fact]
    public async Task The_context_of_one_that_threw_is_not_used_again()
    {
        var kept = new List<CommandContext>();
        var stage = new Stage().With(new Step<PlainCommand>(async (_, context) =>
        {
            kept.Add(context);
            await Task.Yield();
            throw new InvalidOperationException("the store is gone");
        }));

        for (var sent = 0; sent < 4; sent++)
            await Assert.ThrowsAsync<InvalidOperationException>(() => stage.Send(new PlainCommand()));

        Assert.Equal(4, kept.Distinct().Count());
    }

    [Fact]
    public async Task One_that_ends_on_another_thread_leaves_nothing_to_the_next()
    {
        var seen = new List<(Outcome Outcome, int Events, bool Cancellable)>();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stage = new Stage().With(new Step<PlainCommand>(async (_, context) =>
        {
            seen.Add((context.Outcome, context.Events.Count, context.Cancellation.CanBeCanceled));
            context.Record("left behind");
            if (seen.Count == 1)
                await gate.Task;
            return Outcome.Rejected("left behind");
        }));
        using var source = new CancellationTokenSource();
        var first = stage.SendUntil(new PlainCommand("1"), source.Token);

        await Task.Run(gate.SetResult, TestContext.Current.CancellationToken);
        await first;
        for (var sent = 0; sent < 8; sent++)
            await stage.SendUntil(new PlainCommand("2"), CancellationToken.None);

        Assert.Equal((Outcome.Succeeded(), 0, true), seen[0]);
        Assert.All(seen.Skip(1), next => Assert.Equal((Outcome.Succeeded(), 0, false), next));
    }
}
