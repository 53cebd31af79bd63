using System.Diagnostics;
using Auctions;
using Microsoft.Extensions.Logging;

namespace Auctions.Tests;

public sealed class When_a_command_is_marked
{
    private const string Id = "k7q2vtm3xw4a.abcdefghijklmnop";

    [Fact]
    public void Log_lines_have_its_id_and_the_auctions()
    {
        var log = new Scopes();

        using var marks = CommandMarks.Begin(log, Id);

        Assert.Equal([new("CommandId", Id), new("Auction", "k7q2vtm3xw4a")], Assert.Single(log.Begun));
    }

    [Fact]
    public void An_id_without_an_auction_stands_alone()
    {
        var log = new Scopes();

        using var marks = CommandMarks.Begin(log, "of-somebody-else");

        Assert.Equal([new("CommandId", "of-somebody-else")], Assert.Single(log.Begun));
    }

    [Fact]
    public void Its_span_and_those_around_it_have_both_ids()
    {
        using var request = new Activity("request").Start();
        using var raise = new Activity("raise").Start();

        using var marks = CommandMarks.Begin(new Scopes(), Id);

        Assert.All([request, raise], span => Assert.Equal(
            [new(CommandMarks.CommandTag, Id), new(CommandMarks.AuctionTag, "k7q2vtm3xw4a")], span.Tags));
    }

    private sealed class Scopes : ILogger
    {
        public List<IReadOnlyList<KeyValuePair<string, object?>>> Begun { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Begun.Add((IReadOnlyList<KeyValuePair<string, object?>>)state);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
        }
    }
}
