using System.Collections.Concurrent;
using Auctions.Bus;

namespace Api.Tests.Fixtures;

/// <summary>Replaces the worker: keeps the commands it gets, and answers as the test says.</summary>
public sealed class StubDispatcher : ICommandDispatcher
{
    private readonly ConcurrentQueue<object> _commands = new();

    public Func<object, Outcome> Answer { get; set; } = _ => Outcome.Succeeded(1);

    public IReadOnlyCollection<object> Commands => _commands;

    public TCommand Only<TCommand>() => Assert.IsType<TCommand>(Assert.Single(_commands));

    public ValueTask<Outcome> DispatchAsync<TCommand>(TCommand command, string worker, CancellationToken cancellation)
        where TCommand : class, ICommand<TCommand>
    {
        Assert.Equal("worker", worker);
        _commands.Enqueue(command);
        return new(Answer(command));
    }
}
