using Auctions.Bus;
using Bus.Tests.Fixtures;

namespace Bus.Tests;

public sealed class When_a_command_is_handled_asynchronously
{
    [Fact]
    public async Task Its_worker_gets_it_and_no_handler_runs_here()
    {
        var dispatcher = new Dispatcher(Outcome.Pending());
        var step = new Step<DispatchedCommand>(_ => Outcome.Succeeded());
        var stage = new Stage(new AsynchronousMiddleware(dispatcher, "api")).With(step);
        using var source = new CancellationTokenSource();
        var command = new DispatchedCommand();

        var outcome = await stage.SendUntil(command, source.Token);

        Assert.Equal(Outcome.Pending(), outcome);
        Assert.Equal([(command, "worker", source.Token)], dispatcher.Dispatched);
        Assert.Equal(0, step.Runs);
    }

    [Fact]
    public async Task The_worker_itself_runs_the_handlers()
    {
        var dispatcher = new Dispatcher(Outcome.Pending());
        var stage = new Stage(new AsynchronousMiddleware(dispatcher, "worker"))
            .With(new Step<DispatchedCommand>(_ => Outcome.Succeeded(9)));

        Assert.Equal(Outcome.Succeeded(9), await stage.Send(new DispatchedCommand()));
        Assert.Empty(dispatcher.Dispatched);
    }

    [Fact]
    public async Task That_no_worker_took_it_is_the_senders_outcome()
    {
        var stage = new Stage(new AsynchronousMiddleware(new Dispatcher(Outcome.Failed("not-accepted")), "api"))
            .With(new Step<DispatchedCommand>(_ => Outcome.Succeeded()));

        Assert.Equal(Outcome.Failed("not-accepted"), await stage.Send(new DispatchedCommand()));
    }

    [Fact]
    public void One_that_is_not_costs_nothing()
    {
        CommandDelegate<PlainCommand> rest = (_, _) => default;

        Assert.Same(rest, new AsynchronousMiddleware(new Dispatcher(Outcome.Pending()), "api").Compose(rest));
    }

    private sealed class Dispatcher(Outcome answer) : ICommandDispatcher
    {
        public List<(object Command, string Worker, CancellationToken Cancellation)> Dispatched { get; } = [];

        public ValueTask<Outcome> DispatchAsync<TCommand>(TCommand command, string worker, CancellationToken cancellation)
            where TCommand : class, ICommand<TCommand>
        {
            Dispatched.Add((command, worker, cancellation));
            return new(answer);
        }
    }
}
