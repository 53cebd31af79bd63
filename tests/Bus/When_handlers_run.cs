using Auctions.Bus;
using Bus.Tests.Fixtures;

namespace Bus.Tests;

public sealed class When_handlers_run
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task They_run_in_the_declared_order_and_the_last_outcome_is_the_commands(bool later)
    {
        var ran = new List<string>();
        var stage = new Stage().With(
            new LongCommand.Third(Say("third", Outcome.Succeeded(7))),
            new LongCommand.First(Say("first", Outcome.Succeeded())),
            new LongCommand.Second(Say("second", Outcome.Succeeded())));

        var outcome = await stage.Send(new LongCommand());

        Assert.Equal(["first", "second", "third"], ran);
        Assert.Equal(Outcome.Succeeded(7), outcome);

        Func<CommandContext, ValueTask<Outcome>> Say(string name, Outcome answer) => async _ =>
        {
            if (later)
                await Task.Yield();
            ran.Add(name);
            return answer;
        };
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_one_that_failed_no_other_runs(bool later)
    {
        var third = new LongCommand.Third(_ => new(Outcome.Succeeded()));
        var stage = new Stage().With(
            new LongCommand.First(_ => new(Outcome.Succeeded())),
            new LongCommand.Second(Answers(Outcome.Failed("store-busy"), later)),
            third);

        var outcome = await stage.Send(new LongCommand());

        Assert.Equal(Outcome.Failed("store-busy"), outcome);
        Assert.Equal(0, third.Runs);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_one_that_rejected_the_others_run_and_see_it(bool later)
    {
        var stage = new Stage().With(
            new LongCommand.First(_ => new(Outcome.Succeeded())),
            new LongCommand.Second(Answers(Outcome.Rejected("too-low"), later)),
            new LongCommand.Third(context => new(context.Outcome)));

        Assert.Equal(Outcome.Rejected("too-low"), await stage.Send(new LongCommand()));
    }

    [Fact]
    public async Task The_first_sees_no_outcome_of_an_earlier_command()
    {
        Outcome? seen = null;
        var stage = new Stage().With(
            new LongCommand.First(context =>
            {
                seen = context.Outcome;
                return new(Outcome.Rejected("too-low"));
            }),
            new LongCommand.Second(context => new(context.Outcome)),
            new LongCommand.Third(context => new(context.Outcome)));

        await stage.Send(new LongCommand());
        await stage.Send(new LongCommand());

        Assert.Equal(Outcome.Succeeded(), seen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_middleware_finds_the_outcome_of_a_single_one_in_the_context(bool later)
    {
        Outcome? seen = null;
        var stage = new Stage(new Around(_ => { }, context => seen = context.Outcome))
            .With(new Step<PlainCommand>((_, context) => Answers(Outcome.Rejected("too-low"), later)(context)));

        await stage.Send(new PlainCommand());

        Assert.Equal(Outcome.Rejected("too-low"), seen);
    }

    [Fact]
    public async Task What_one_throws_reaches_the_sender()
    {
        var stage = new Stage().With(new Step<PlainCommand>(_ => throw new InvalidOperationException("the store is gone")));

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => stage.Send(new PlainCommand()));

        Assert.Equal("the store is gone", thrown.Message);
    }

    [Fact]
    public async Task They_see_the_senders_cancellation()
    {
        using var source = new CancellationTokenSource();
        CancellationToken seen = default;
        var stage = new Stage().With(new Step<PlainCommand>(context =>
        {
            seen = context.Cancellation;
            return Outcome.Succeeded();
        }));

        await stage.SendUntil(new PlainCommand(), source.Token);

        Assert.Equal(source.Token, seen);
    }

    private static Func<CommandContext, ValueTask<Outcome>> Answers(Outcome answer, bool later) => async _ =>
    {
        if (later)
            await Task.Yield();
        return answer;
    };
}
