using Auctions.Bus;
using Microsoft.Extensions.DependencyInjection;

namespace Bus.Tests;

public sealed class When_middlewares_are_appended
{
    [Fact]
    public void The_bus_describes_them_in_their_order()
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var bus = new CommandBus(new InlineHandlers(services))
            .AppendMiddleware(new TracingMiddleware())
            .AppendMiddleware(new ValidationMiddleware());

        Assert.Equal("TracingMiddleware → ValidationMiddleware → InlineHandlers", bus.Describe());
    }
}
