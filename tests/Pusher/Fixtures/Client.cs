using System.Text;
using System.Text.Json;
using Auctions.Pusher.Live;
using Auctions.Pusher.Sockets;

namespace Pusher.Tests.Fixtures;

/// <summary>A client of the core: a fake socket, its connection and its conversation.</summary>
internal sealed class Client
{
    private static int _marks;

    public Client(House house, string? user)
    {
        Connection = new Connection(Socket, user, house.Options, house.Time, house.Metrics);
        Conversation = new Conversation(Connection, house.Streams, house.Vouch, house.Options, house.Time);
        house.Connections.TryAdd(Connection);
        Writing = Connection.WriteAsync();
    }

    public FakeSocket Socket { get; } = new();

    public Connection Connection { get; }

    public Conversation Conversation { get; }

    public Task Writing { get; }

    public void Watch(string auction = "a1", long? after = null) => Send(
        after is null ? $$"""{"type":"watch","auction":"{{auction}}"}""" : $$"""{"type":"watch","auction":"{{auction}}","after":{{after}}}""");

    public void Send(string frame) => Conversation.Receive(Encoding.UTF8.GetBytes(frame));

    /// <summary>Everything that the client was sent up to now: a mark is sent behind it and awaited.</summary>
    public async Task<string[]> FramesAsync()
    {
        var mark = Encoding.UTF8.GetBytes($$"""{"type":"mark","n":{{Interlocked.Increment(ref _marks)}}}""");
        Assert.True(Connection.TrySend(mark), "The connection is closing.");
        await Socket.HasAsync(mark);
        return [.. Socket.Texts.Where(text => Type(text) != "mark")];
    }

    /// <summary>The same frames as short words: <c>raised 3</c>, <c>snapshot 7</c>, <c>presence 2</c>, <c>error unknown-type</c>.</summary>
    public async Task<string[]> AllWordsAsync() => [.. (await FramesAsync()).Select(Word)];

    /// <summary>The same words without presence.</summary>
    public async Task<string[]> WordsAsync() => [.. (await AllWordsAsync()).Where(word => !word.StartsWith("presence", StringComparison.Ordinal))];

    public static string Word(string frame)
    {
        using var json = JsonDocument.Parse(frame);
        var root = json.RootElement;
        var type = root.GetProperty("type").GetString()!;
        return type + " " + type switch
        {
            "snapshot" => root.GetProperty(root.TryGetProperty("session", out _) ? "session" : "auction").GetProperty("seq").GetRawText(),
            "presence" => root.GetProperty("watching").GetRawText(),
            "error" or "rejected" => root.GetProperty("reason").GetString(),
            _ => root.GetProperty("seq").GetRawText(),
        };
    }

    private static string Type(string frame)
    {
        using var json = JsonDocument.Parse(frame);
        return json.RootElement.GetProperty("type").GetString()!;
    }
}
