using System.Text.Json;

namespace Auctions.Bus;

/// <summary>
/// The commands that arrive from outside by name (gRPC, a topic, a terminal), and how each is read. A name is the
/// record's without its <c>Command</c>: <c>AuctionRaise</c>.
/// </summary>
public sealed class CommandCatalog
{
    private readonly Dictionary<string, CommandType> _types = new(StringComparer.Ordinal);
    private readonly JsonSerializerOptions _json;

    /// <summary>A catalogue of some commands.</summary>
    /// <param name="json">How commands are written: the same options on both sides.</param>
    /// <param name="commands">The commands.</param>
    /// <exception cref="InvalidOperationException">Two commands have one name.</exception>
    public CommandCatalog(JsonSerializerOptions json, IEnumerable<CommandType> commands)
    {
        _json = json;
        foreach (var command in commands)
            if (!_types.TryAdd(command.Name, command))
                throw new InvalidOperationException(
                    $"{command.Type.FullName} and {_types[command.Name].Type.FullName} are both named {command.Name}.");
    }

    /// <summary>The names in the catalogue, in the order of the commands.</summary>
    public IReadOnlyCollection<string> Names => _types.Keys;

    /// <summary>The name of a command on the wire and in configuration.</summary>
    public static string NameOf<TCommand>() => Name<TCommand>.Value;

    /// <summary>A command as <see cref="SendAsync"/> reads it on the other side.</summary>
    public byte[] Write<TCommand>(TCommand command)
        where TCommand : class, ICommand<TCommand> =>
        JsonSerializer.SerializeToUtf8Bytes(command, _json);

    /// <summary>Reads a command.</summary>
    /// <returns>The command; null where the catalogue has no such name, or the payload is the JSON literal null.</returns>
    /// <exception cref="JsonException">The payload is no such command.</exception>
    public object? Read(string name, ReadOnlySpan<byte> payload) =>
        _types.TryGetValue(name, out var type) ? JsonSerializer.Deserialize(payload, type.Type, _json) : null;

    /// <summary>Reads a command and sends it.</summary>
    /// <returns>
    /// The outcome; <see cref="OutcomeKind.Invalid"/> with the field <c>type</c> for a name that isn't in the
    /// catalogue, <c>payload</c> for one that can't be read, or <c>commandId</c> for one without an id.
    /// </returns>
    public ValueTask<Outcome> SendAsync(
        CommandBus bus, string name, ReadOnlySpan<byte> payload, CancellationToken cancellation)
    {
        if (!_types.TryGetValue(name, out var type))
            return new(Outcome.Invalid([new("type", $"'{name}' is none of: {string.Join(", ", Names)}")]));

        object? command;
        try
        {
            command = JsonSerializer.Deserialize(payload, type.Type, _json);
        }
        catch (JsonException unreadable)
        {
            return new(Outcome.Invalid([new("payload", $"is no {name}: {unreadable.Message}")]));
        }

        return command is null
            ? new(Outcome.Invalid([new("payload", $"is no {name}: null")]))
            : type.SendAsync(bus, command, cancellation);
    }

    /// <summary>Every command's pipeline in words, one a line.</summary>
    public string Describe(CommandBus bus) =>
        string.Join(Environment.NewLine, _types.Values.Select(command => command.Describe(bus)));

    /// <summary>Composes the pipeline of every command, so that a missing handler shows at the start.</summary>
    /// <exception cref="InvalidOperationException">A handler is not registered in this process.</exception>
    public void Prepare(CommandBus bus)
    {
        foreach (var command in _types.Values)
            command.Prepare(bus);
    }

    private static class Name<TCommand>
    {
        public static readonly string Value = typeof(TCommand).Name is var name && name.EndsWith("Command", StringComparison.Ordinal)
            ? name[..^"Command".Length]
            : typeof(TCommand).Name;
    }
}
