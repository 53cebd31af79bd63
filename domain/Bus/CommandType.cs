namespace Auctions.Bus;

/// <summary>
/// One entry of a list of commands. Everything that has to know every command (the catalogue, dependency injection,
/// workflows) is derived from such a list, so that a command is named in one place.
/// </summary>
public abstract class CommandType
{
    private protected CommandType(string name, Type type, IReadOnlyList<Type> handlers)
    {
        Name = name;
        Type = type;
        Handlers = handlers;
    }

    /// <summary>The command's name on the wire and in configuration (<see cref="CommandCatalog.NameOf{TCommand}"/>).</summary>
    public string Name { get; }

    /// <summary>The command's record.</summary>
    public Type Type { get; }

    /// <summary>The command's handlers, in the order in which they run.</summary>
    public IReadOnlyList<Type> Handlers { get; }

    /// <summary>The entry of a command.</summary>
    /// <exception cref="InvalidOperationException">
    /// The command declares no handlers, one of them twice, or one that does not implement <see cref="IHandler{TCommand}"/> of it.
    /// </exception>
    public static CommandType Of<TCommand>()
        where TCommand : class, ICommand<TCommand>
    {
        var command = typeof(TCommand).Name;
        if (TCommand.Handlers.Count == 0)
            throw new InvalidOperationException($"{command} declares no handlers, so sending it would do nothing.");
        if (TCommand.Handlers.FirstOrDefault(handler => !handler.IsAssignableTo(typeof(IHandler<TCommand>))) is { } other)
            throw new InvalidOperationException($"{command} declares the handler {other.Name}, which is no IHandler<{command}>.");
        if (TCommand.Handlers.Distinct().Count() != TCommand.Handlers.Count)
            throw new InvalidOperationException($"{command} declares a handler twice.");
        return new Entry<TCommand>();
    }

    /// <summary>Calls the visitor with the command's type as its type argument.</summary>
    public abstract void Accept(ICommandTypeVisitor visitor);

    internal abstract ValueTask<Outcome> SendAsync(CommandBus bus, object command, CancellationToken cancellation);

    internal abstract string Describe(CommandBus bus);

    internal abstract void Prepare(CommandBus bus);

    private sealed class Entry<TCommand>() : CommandType(CommandCatalog.NameOf<TCommand>(), typeof(TCommand), TCommand.Handlers)
        where TCommand : class, ICommand<TCommand>
    {
        public override void Accept(ICommandTypeVisitor visitor) => visitor.Visit<TCommand>();

        // A serializer leaves out what the payload leaves out, and without an id no middleware could tell commands apart.
        internal override ValueTask<Outcome> SendAsync(CommandBus bus, object command, CancellationToken cancellation) =>
            string.IsNullOrEmpty(((TCommand)command).CommandId)
                ? new(Outcome.Invalid([new("commandId", "is missing")]))
                : bus.SendAsync((TCommand)command, cancellation);

        internal override string Describe(CommandBus bus) => bus.Describe<TCommand>();

        internal override void Prepare(CommandBus bus) => bus.Prepare<TCommand>();
    }
}

/// <summary>Code that needs a command's type as a type argument, such as a registration with an SDK.</summary>
public interface ICommandTypeVisitor
{
    /// <summary>Is called once for each command.</summary>
    void Visit<TCommand>()
        where TCommand : class, ICommand<TCommand>;
}
