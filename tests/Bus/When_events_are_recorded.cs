using Auctions.Bus;
using Bus.Tests.Fixtures;

namespace Bus.Tests;

public sealed class When_events_are_recorded
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_listener_hears_of_all_at_the_end_in_order(bool later)
    {
        var told = new Recordings();
        var toldTooEarly = false;
        var stage = new Stage(new EventRecordingMiddleware(told)).With(
            new LongCommand.First(Records("a")), new LongCommand.Second(Records("b")), new LongCommand.Third(Records("c")));

        await stage.Send(new LongCommand());

        Assert.Equal([["a", "b", "c"]], told.Calls);
        Assert.False(toldTooEarly);

        Func<CommandContext, ValueTask<Outcome>> Records(string happened) => async context =>
        {
            if (later)
                await Task.Yield();
            toldTooEarly |= told.Calls.Count > 0;
            context.Record(happened);
            return context.Outcome;
        };
    }

    [Fact]
    public async Task A_command_that_recorded_nothing_is_not_told()
    {
        var told = new Recordings();
        var stage = new Stage(new EventRecordingMiddleware(told)).With(new Step<PlainCommand>(_ => Outcome.Succeeded()));

        await stage.Send(new PlainCommand());

        Assert.Empty(told.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_command_that_threw_is_not_told(bool later)
    {
        var told = new Recordings();
        var stage = new Stage(new EventRecordingMiddleware(told)).With(new Step<PlainCommand>((_, context) =>
        {
            context.Record("half");
            return later ? ThrowLaterAsync() : throw new InvalidOperationException("now");
        }));

        await Assert.ThrowsAsync<InvalidOperationException>(() => stage.Send(new PlainCommand()));

        Assert.Empty(told.Calls);

        static async ValueTask<Outcome> ThrowLaterAsync()
        {
            await Task.Yield();
            throw new InvalidOperationException("later");
        }
    }

    [Fact]
    public async Task The_next_command_starts_without_them()
    {
        var told = new Recordings();
        var stage = new Stage(new EventRecordingMiddleware(told)).With(new Step<PlainCommand>((command, context) =>
        {
            context.Record(command.CommandId);
            return new(Outcome.Succeeded());
        }));

        await stage.Send(new PlainCommand("1"));
        await stage.Send(new PlainCommand("2"));

        Assert.Equal([["1"], ["2"]], told.Calls);
    }
}
