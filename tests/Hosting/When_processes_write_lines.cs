using Aspire.Hosting.Runtime;
using Microsoft.Extensions.Time.Testing;

namespace Hosting.Tests;

public sealed class When_processes_write_lines
{
    [Fact]
    public async Task The_terminal_says_who_wrote_them()
    {
        var terminal = new StringWriter();
        await using (var console = new ConsoleLog(terminal, coloured: false))
        {
            console.Expect("worker-1");
            console.Write("api/2", "first");
            console.Write("worker-1", "second");
            console.Write(null, "third");
        }

        Assert.Equal(["[api/2]    first", "[worker-1] second", "third"], terminal.ToString().Split(Environment.NewLine)[..3]);
    }

    [Fact]
    public async Task Colours_tell_services_apart_where_a_person_looks()
    {
        var terminal = new StringWriter();
        await using (var console = new ConsoleLog(terminal, coloured: true))
        {
            foreach (var source in new[] { "api/1", "worker-1", "api/2", "worker-1-dapr-cli" })
                console.Write(source, "");
        }

        var colours = terminal.ToString().Split(Environment.NewLine)[..4].Select(line => line[..line.IndexOf('[', 2)]).ToList();
        Assert.All(colours, colour => Assert.StartsWith("\e[", colour));
        Assert.Equal(colours[0], colours[2]);
        Assert.Equal(colours[1], colours[3]);
        Assert.NotEqual(colours[0], colours[1]);
    }

    [Fact]
    public async Task The_last_thousand_are_kept_and_numbered()
    {
        var buffer = new LogBuffer(new FakeTimeProvider());
        for (var line = 1; line <= 1_500; line++)
            buffer.Add("one", isError: false, $"line {line}");

        await using var lines = buffer.ReadAsync(after: 1_498, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.Equal(501, buffer.Snapshot()[0].Seq);
        Assert.True(await lines.MoveNextAsync());
        Assert.Equal((1_499, "line 1499"), (lines.Current.Seq, lines.Current.Text));
        Assert.True(await lines.MoveNextAsync());
        buffer.Add("one", isError: true, "one more");
        Assert.True(await lines.MoveNextAsync());
        Assert.Equal((1_501, true), (lines.Current.Seq, lines.Current.IsError));
    }

    [Fact]
    public async Task Who_read_an_earlier_hosts_lines_begins_anew()
    {
        var buffer = new LogBuffer(new FakeTimeProvider());
        buffer.Add("one", isError: false, "first of the new host");

        await using var lines = buffer.ReadAsync(after: 900, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.True(await lines.MoveNextAsync());
        Assert.Equal("first of the new host", lines.Current.Text);
    }
}
