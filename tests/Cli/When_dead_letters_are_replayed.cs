using System.CommandLine;
using Auctions.Cli;

namespace Cli.Tests;

public sealed class When_dead_letters_are_replayed
{
    [Fact]
    public async Task They_are_listed_with_their_errors()
    {
        await using var api = await StubApi.StartAsync();
        var (code, output, _) = await RunAsync(api.Url, "dead-letters", "list");

        Assert.Equal(0, code);
        Assert.Equal(["1970-01-01 00:00:00  AuctionRaise  a1.r1  CheckBidAmount  away", "1970-01-01 00:00:00  ?  m2    away"], Lines(output));
    }

    [Fact]
    public async Task One_is_replayed()
    {
        await using var api = await StubApi.StartAsync();
        var (code, output, _) = await RunAsync(api.Url, "dead-letters", "replay", "a1.r1");

        Assert.Equal((0, "a1.r1  replayed"), (code, output.Trim()));
        Assert.Equal(["POST /dev/tokens", "POST /dead-letters/a1.r1/replay Bearer dev"], api.Asked);
    }

    [Fact]
    public async Task All_are_replayed_and_a_refusal_is_printed_and_counts()
    {
        await using var api = await StubApi.StartAsync();
        var (code, output, _) = await RunAsync(api.Url, "dead-letters", "replay", "--all");

        Assert.Equal(1, code);
        Assert.Equal(["a1.r1  replayed", "m2  amount is missing"], Lines(output));
    }

    [Fact]
    public async Task A_command_is_shown()
    {
        await using var api = await StubApi.StartAsync();
        Assert.Equal((0, """{"command":"a1.r1","status":"raised"}"""), await ShowAsync("a1.r1"));
        Assert.Equal((1, "There is no such command."), await ShowAsync("a1.r2"));

        async Task<(int, string)> ShowAsync(string id)
        {
            var (code, output, _) = await RunAsync(api.Url, "command", id);
            return (code, output.Trim());
        }
    }

    [Fact]
    public async Task The_token_of_the_environment_is_used_and_its_refusal_is_printed()
    {
        await using var api = await StubApi.StartAsync();
        var (code, _, error) = await RunAsync(api.Url, "bad", ["dead-letters", "list"]);

        Assert.Equal((1, "The token does not have the role that this request needs."), (code, error.Trim()));
        Assert.Equal(["GET /dead-letters Bearer bad"], api.Asked);
    }

    [Fact]
    public async Task Without_a_token_the_variable_to_set_is_named()
    {
        await using var api = await StubApi.StartAsync(isDevelopment: false);
        var (code, _, error) = await RunAsync(api.Url, "dead-letters", "list");

        Assert.Equal(1, code);
        Assert.Contains("AUCTIONS_TOKEN", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("replay needs ids", "dead-letters", "replay")]
    [InlineData("replay needs ids", "dead-letters", "replay", "--all", "a1.r1")]
    [InlineData("--url", "dead-letters", "list", "--url", "ftp://x")]
    public async Task Wrong_usage_is_named(string expected, params string[] arguments)
    {
        var (code, _, error) = await RunAsync(null, arguments);

        Assert.NotEqual(0, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_system_that_is_not_there_is_named()
    {
        var (code, _, error) = await RunAsync("http://127.0.0.1:1", "dead-letters", "list");

        Assert.Equal(2, code);
        Assert.Contains("http://127.0.0.1:1", error, StringComparison.Ordinal);
    }

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Task<(int Code, string Output, string Error)> RunAsync(string? url, params string[] arguments) => RunAsync(url, null, arguments);

    private static async Task<(int Code, string Output, string Error)> RunAsync(string? url, string? token, string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var root = Commands.Make(name => name == Commands.UrlVariable ? url : name == Commands.TokenVariable ? token : null);
        var code = await root.Parse(arguments).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
