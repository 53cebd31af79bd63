using Auctions.Bus;
using Bus.Tests.Fixtures;

namespace Bus.Tests;

public sealed class When_middlewares_are_appended
{
    [Fact]
    public void The_bus_describes_them_in_their_order()
    {
        var stage = new Stage(new TracingMiddleware(), new ValidationMiddleware());

        Assert.Equal("TracingMiddleware → ValidationMiddleware → InlineHandlers", stage.Bus.Describe());
    }

    [Fact]
    public void The_bus_describes_a_commands_handlers_in_their_order()
    {
        var stage = new Stage(new ValidationMiddleware());

        Assert.Equal("Long: ValidationMiddleware → InlineHandlers (First, Second, Third)", stage.Bus.Describe<LongCommand>());
    }

    [Fact]
    public async Task Each_sees_a_command_after_those_before_it()
    {
        var seen = new List<string>();
        var stage = new Stage(
                new Around(_ => seen.Add("outer in"), _ => seen.Add("outer out")),
                new Around(_ => seen.Add("inner in"), _ => seen.Add("inner out")))
            .With(new Step<PlainCommand>(_ =>
            {
                seen.Add("handler");
                return Outcome.Succeeded();
            }));

        await stage.Send(new PlainCommand());

        Assert.Equal(["outer in", "inner in", "handler", "inner out", "outer out"], seen);
    }

    [Fact]
    public async Task Each_is_composed_once_for_a_command_type()
    {
        var middleware = new Around(_ => { });
        var stage = new Stage(middleware)
            .With(new Step<PlainCommand>(_ => Outcome.Succeeded()), new Step<OtherCommand>(_ => Outcome.Succeeded()));

        for (var sent = 0; sent < 3; sent++)
        {
            await stage.Send(new PlainCommand());
            await stage.Send(new OtherCommand());
        }

        Assert.Equal(2, middleware.Composed);
    }

    [Fact]
    public async Task After_the_first_send_it_is_too_late()
    {
        var stage = new Stage().With(new Step<PlainCommand>(_ => Outcome.Succeeded()));
        await stage.Send(new PlainCommand());

        var refused = Assert.Throws<InvalidOperationException>(() => stage.Bus.AppendMiddleware(new ValidationMiddleware()));

        Assert.Contains("ValidationMiddleware", refused.Message, StringComparison.Ordinal);
    }
}
