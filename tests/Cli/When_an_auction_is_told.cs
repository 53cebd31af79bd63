using System.Text.Json;
using Auctions.Cli.Stories;

namespace Cli.Tests;

public sealed class When_an_auction_is_told
{
    [Fact]
    public async Task Every_request_decision_and_event_is_told_in_order()
    {
        await using var api = await ApiAsync();
        var told = await CommandLine.RunAsync(api.Url, null, null, "story", Lamp.Id);

        Assert.Equal((0, ""), (told.Code, told.Error));
        Assert.Equal(
            """
            Auction lamp, "A lamp" of ada: closed
            Times in UTC: when a command was received, and when an hour came.

            2026-11-27    event
            20:00:00.000      1  ada creates the auction: opens at 10 EUR, closes at 20:01:00.000
            20:00:03.120         ann becomes a participant
            20:00:03.120      2  ann raises to 10 EUR: ann leads at 10 EUR
            20:00:05.512         bob becomes a participant
            20:00:05.512      3  bob raises up to a maximum: bob leads at 11 EUR; ann is outbid
            20:00:09.000      4  ann raises to 12 EUR: ann leads at 12 EUR; bob is outbid; the reserve is met
            20:00:09.000      5  the house bids for bob, who leads at 13 EUR; ann is outbid
            20:00:12.000         ann raises to 12.5 EUR: rejected, too-low: the least was 14 EUR
            20:00:20.000      6  ada pauses the auction: no raise counts until it is resumed
            20:00:21.000         ann raises to 14 EUR: rejected, paused
            20:00:50.000      7  ada resumes the auction: raises count again; the close moves by 30 s to
                                 20:01:30.000
            20:01:10.000      8  ada lets the hammer fall: what is received from now on doesn't count
            20:01:11.000         ann raises to 14 EUR: rejected, closed: it ended at 20:01:10.000
            20:01:10.000      9  closes, sold to bob at 13 EUR (decided 2004 ms after the end) [not noted as
                                 published yet]

            Audit: 13 decisions, 9 events; the rules decide all of them the same way again.
            """.Split('\n'),
            told.Lines[..^2]);
    }

    [Theory]
    [InlineData("jaeger")]
    [InlineData("tempo")]
    [InlineData("dashboard")]
    public async Task Traces_add_the_delays(string kind)
    {
        await using var api = await ApiAsync();
        await using var store = await FakeTraceStore.StartAsync(kind);
        var told = await CommandLine.RunAsync(api.Url, null, null, "story", Lamp.Id, "--traces", store.Given);

        Assert.Equal((0, ""), (told.Code, told.Error));
        Assert.Contains("2026-11-27    event    decided      shown", told.Lines);
        Assert.Contains("20:00:03.120      2                        ann raises to 10 EUR: ann leads at 10 EUR", told.Lines);
        Assert.Contains("20:00:05.512      3      88 ms     108 ms  bob raises up to a maximum: bob leads at 11 EUR; ann is", told.Lines);
        Assert.Contains("20:00:12.000             40 ms             ann raises to 12.5 EUR: rejected, too-low: the least was", told.Lines);
        Assert.EndsWith("2 traces with 15 spans. They have the decisions of 2 of 10 commands.", told.Lines[^1], StringComparison.Ordinal);
        Assert.All(told.Lines, line => Assert.InRange(line.Length, 0, 100));
    }

    [Fact]
    public async Task The_same_is_there_as_data()
    {
        await using var api = await ApiAsync();
        await using var store = await FakeTraceStore.StartAsync("tempo");
        var told = await CommandLine.RunAsync(api.Url, null, null, "story", Lamp.Id, "--json", "--traces", store.Given);

        var data = JsonSerializer.Deserialize<JsonElement>(told.Output);
        var lines = data.GetProperty("lines").EnumerateArray().ToList();
        Assert.Equal(14, lines.Count);
        Assert.Equal(
            Enumerable.Range(1, 9),
            lines.Where(line => line.TryGetProperty("event", out _)).Select(line => line.GetProperty("event").GetInt32()));
        var second = lines.Single(line => line.TryGetProperty("command", out var command) && command.GetString() == "lamp.r2");
        Assert.Equal((88, 108), (second.GetProperty("decidedAfterMs").GetInt32(), second.GetProperty("shownAfterMs").GetInt32()));
        Assert.Equal("worker-2", second.GetProperty("worker").GetString());
        Assert.True(data.GetProperty("verified").GetBoolean());
        Assert.Equal("Tempo", data.GetProperty("traces").GetProperty("store").GetString());
    }

    [Fact]
    public async Task What_is_wrong_or_not_decided_yet_stands_out()
    {
        await using var api = await ApiAsync(Lamp.PendingVerdict
            .Replace("\"verified\":true", "\"verified\":false", StringComparison.Ordinal)
            .Replace("\"mismatches\":0", "\"mismatches\":1", StringComparison.Ordinal));
        var told = await CommandLine.RunAsync(api.Url, null, null, "story", Lamp.Id);

        Assert.Contains("20:01:10.000         cid: raise, not decided yet (lamp.r9)", told.Lines);
        Assert.Contains("Audit: of 13 decisions, the rules decide 1 differently.", told.Lines);
    }

    [Fact]
    public async Task A_trail_without_its_verdict_is_incomplete()
    {
        await using var api = await ApiAsync("");
        var told = await CommandLine.RunAsync(api.Url, null, null, "story", Lamp.Id);

        Assert.Contains("Audit: the trail ends without a verdict, so it is incomplete.", told.Lines);
    }

    [Fact]
    public async Task A_title_moves_no_cursor()
    {
        await using var api = await StubApi.StartAsync();
        api.Auctions[Lamp.Id] = (
            new
            {
                id = Lamp.Id,
                title = "A \e[2Jlamp",
                currency = "EUR",
                seller = "ada",
                status = "open",
                price = 1,
                opensAt = Lamp.Eight,
                closesAt = Lamp.Eight,
            },
            Lamp.Audit + Lamp.Verdict);
        var told = await CommandLine.RunAsync(api.Url, null, null, "story", Lamp.Id);

        Assert.Equal("Auction lamp, \"A ?[2Jlamp\" of ada: open", told.Lines[0]);
    }

    [Theory]
    [InlineData("no.such", null, 1, "auction: 'no.such' is not an auction's id")]
    [InlineData("none", null, 1, "There is no such auction.")]
    [InlineData(Lamp.Id, "other", 1, "AUCTIONS_TOKEN: Only the auction's seller and admins may do this.")]
    [InlineData(Lamp.Id, "forged", 1, "AUCTIONS_TOKEN: The token is missing or not valid.")]
    public async Task A_wrong_id_or_token_is_named(string id, string? token, int code, string expected)
    {
        await using var api = await ApiAsync();
        var told = await CommandLine.RunAsync(api.Url, token, null, "story", id);

        Assert.Equal(code, told.Code);
        Assert.StartsWith(expected, told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_not_the_API_is_named()
    {
        await using var other = await FakeTraceStore.StartAsync("something else");
        var told = await CommandLine.RunAsync(other.Url, "token", null, "story", Lamp.Id);

        Assert.Equal((2, $"--url: {other.Url}/ answers, but not as the API does"), (told.Code, told.Error.Trim()));
    }

    [Fact]
    public void Colours_are_for_terminals()
    {
        using var plain = new StringWriter();
        using var terminal = new StringWriter();
        new Page(plain, withColours: false).Line("wrong", Tone.Bad);
        new Page(terminal, withColours: true).Line("wrong", Tone.Bad);

        Assert.Equal(("wrong", "\e[31mwrong\e[0m"), (plain.ToString().Trim(), terminal.ToString().Trim()));
        Assert.False(Page.IsColourful(plain, _ => null));
    }

    [Fact]
    public void A_line_of_a_hundred_characters_is_not_exceeded()
    {
        using var output = new StringWriter();
        var page = new Page(output, withColours: false);
        page.Row(Tone.Plain, new("20:00:00.000", 12), new Cell(string.Join(' ', Enumerable.Repeat("a word", 40))));
        page.Row(Tone.Plain, new("20:00:00.000", 12), new Cell($"  {new string('x', 250)}"));

        var lines = output.ToString().ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.Equal(7, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, Page.Width));
        Assert.All(lines[1..3], line => Assert.Equal(14, line.Length - line.TrimStart().Length));
    }

    private static async Task<StubApi> ApiAsync(string verdict = Lamp.Verdict)
    {
        var api = await StubApi.StartAsync();
        api.Auctions[Lamp.Id] = (Lamp.View, Lamp.Audit + verdict);
        return api;
    }
}
