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
            new LongWish.Third(Say("third", Outcome.Succeeded(7))),
            new LongWish.First(Say("first", Outcome.Succeeded())),
            new LongWish.Second(Say("second", Outcome.Succeeded())));

        var outcome = await stage.Send(new LongWish());

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
        var third = new LongWish.Third(_ => new(Outcome.Succeeded()));
        var stage = new Stage().With(
            new LongWish.First(_ => new(Outcome.Succeeded())),
            new LongWish.Second(Answers(Outcome.Failed("store-busy"), later)),
            third);

        var outcome = await stage.Send(new LongWish());

        Assert.Equal(Outcome.Failed("store-busy"), outcome);
        Assert.Equal(0, third.Runs);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_one_that_rejected_the_others_run_and_see_it(bool later)
    {
        var stage = new Stage().With(
            new LongWish.First(_ => new(Outcome.Succeeded())),
            new LongWish.Second(Answers(Outcome.Rejected("too-low"), later)),
            new LongWish.Third(context => new(context.Outcome)));

        Assert.Equal(Outcome.Rejected("too-low"), await stage.Send(new LongWish()));
    }

    [Fact]
    public async Task The_first_sees_no_outcome_of_an_earlier_command()
    {
        Outcome? seen = null;
        var stage = new Stage().With(
            new LongWish.First(context =>
            {
                seen = context.Outcome;
                return new(Outcome.Rejected("too-low"));
            }),
            new LongWish.Second(context => new(context.Outcome)),
            new LongWish.Third(context => new(context.Outcome)));

        await stage.Send(new LongWish());
        await stage.Send(new LongWish());

        Assert.Equal(Outcome.Succeeded(), seen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_middleware_finds_the_outcome_of_a_single_one_in_the_context(bool later)
    {
        Outcome? seen = null;
        var stage = new Stage(new Around(_ => { }, context => seen = context.Outcome))
            .With(new Step<Wish>((_, context) => Answers(Outcome.Rejected("too-low"), later)(context)));

        await stage.Send(new Wish());

        Assert.Equal(Outcome.Rejected("too-low"), seen);
    }

    [Fact]
    public async Task What_one_throws_reaches_the_sender()
    {
        var stage = new Stage().With(new Step<Wish>(_ => throw new InvalidOperationException("the store is gone")));

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => stage.Send(new Wish()));

        Assert.Equal("the store is gone", thrown.Message);
    }

    [Fact]
    public async Task They_see_the_senders_cancellation()
    {
        using var source = new CancellationTokenSource();
        CancellationToken seen = default;
        var stage = new Stage().With(new Step<Wish>(context =>
        {
            seen = context.Cancellation;
            return Outcome.Succeeded();
        }));

        await stage.SendUntil(new Wish(), source.Token);

        Assert.Equal(source.Token, seen);
    }

    private static Func<CommandContext, ValueTask<Outcome>> Answers(Outcome answer, bool later) => async _ =>
    {
        if (later)
            await Task.Yield();
        return answer;
    };
}
