using Auctions.Bus;

namespace Bus.Tests.Fixtures;

/// <summary>A bus and the handlers behind it.</summary>
internal sealed class Stage : IServiceProvider
{
    private readonly Dictionary<Type, object> _handlers = [];

    public Stage(params IMiddleware[] middlewares)
    {
        Bus = new CommandBus(new InlineHandlers(this));
        foreach (var middleware in middlewares)
            Bus.AppendMiddleware(middleware);
    }

    public CommandBus Bus { get; }

    /// <summary>Registers a handler under its own type.</summary>
    public Stage With(params object[] handlers)
    {
        foreach (var handler in handlers)
            _handlers.Add(handler.GetType(), handler);
        return this;
    }

    /// <summary>Registers something under a type it may not be.</summary>
    public Stage WithAs<TRegistered>(object handler)
    {
        _handlers.Add(typeof(TRegistered), handler);
        return this;
    }

    /// <summary>Sends until the test itself is cancelled.</summary>
    public Task<Outcome> Send<TCommand>(TCommand command)
        where TCommand : class, ICommand<TCommand> =>
        SendUntil(command, TestContext.Current.CancellationToken);

    public async Task<Outcome> SendUntil<TCommand>(TCommand command, CancellationToken cancellation)
        where TCommand : class, ICommand<TCommand> =>
        await Bus.SendAsync(command, cancellation);

    object? IServiceProvider.GetService(Type serviceType) => _handlers.GetValueOrDefault(serviceType);
}
