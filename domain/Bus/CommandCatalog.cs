using System.Text.Json;

namespace Auctions.Bus;

/// <summary>
/// The commands that may arrive from outside by name (gRPC, a topic, a terminal), and how each is read. A name is
/// the record's without its <c>Command</c>: <c>AuctionRaise</c>.
/// </summary>
/// <param name="json">How commands are written: the same options on both sides.</param>
public sealed class CommandCatalog(JsonSerializerOptions json)
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The names in the catalogue, in the order in which they were added.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>The name of a command on the wire and in configuration.</summary>
    public static string NameOf<TCommand>() => Name<TCommand>.Value;

    /// <summary>Adds a command.</summary>
    public CommandCatalog Add<TCommand>()
        where TCommand : class, ICommand<TCommand>
    {
        _entries.Add(NameOf<TCommand>(), new Entry(
            typeof(TCommand),
            SendReadAsync<TCommand>,
            bus => bus.Describe<TCommand>()));
        return this;
    }

    /// <summary>A command as it is written for <see cref="SendAsync"/> on the other side.</summary>
    public byte[] Write<TCommand>(TCommand command)
        where TCommand : class, ICommand<TCommand> =>
        JsonSerializer.SerializeToUtf8Bytes(command, json);

    /// <summary>Reads a command and sends it.</summary>
    /// <returns>
    /// The outcome; <see cref="OutcomeKind.Invalid"/> with the field <c>type</c> for a name that isn't in the
    /// catalogue, <c>payload</c> for one that can't be read, or <c>commandId</c> for one without an id.
    /// </returns>
    public ValueTask<Outcome> SendAsync(
        CommandBus bus, string name, ReadOnlySpan<byte> payload, CancellationToken cancellation)
    {
        if (!_entries.TryGetValue(name, out var entry))
            return new(Outcome.Invalid([new("type", $"'{name}' is none of: {string.Join(", ", Names)}")]));

        object? command;
        try
        {
            command = JsonSerializer.Deserialize(payload, entry.Type, json);
        }
        catch (JsonException unreadable)
        {
            return new(Outcome.Invalid([new("payload", $"is no {name}: {unreadable.Message}")]));
        }

        return command is null
            ? new(Outcome.Invalid([new("payload", $"is no {name}: null")]))
            : entry.Send(bus, command, cancellation);
    }

    /// <summary>Every command's pipeline in words, one a line.</summary>
    public string Describe(CommandBus bus) =>
        string.Join(Environment.NewLine, _entries.Values.Select(entry => entry.Describe(bus)));

    private static ValueTask<Outcome> SendReadAsync<TCommand>(CommandBus bus, object read, CancellationToken cancellation)
        where TCommand : class, ICommand<TCommand>
    {
        // A serializer leaves out what the payload leaves out; without an id no middleware could tell commands apart.
        var command = (TCommand)read;
        return string.IsNullOrEmpty(command.CommandId)
            ? new(Outcome.Invalid([new("commandId", "is missing")]))
            : bus.SendAsync(command, cancellation);
    }

    private sealed record Entry(
        Type Type,
        Func<CommandBus, object, CancellationToken, ValueTask<Outcome>> Send,
        Func<CommandBus, string> Describe);

    private static class Name<TCommand>
    {
        public static readonly string Value = typeof(TCommand).Name is var name && name.EndsWith("Command", StringComparison.Ordinal)
            ? name[..^"Command".Length]
            : typeof(TCommand).Name;
    }
}
