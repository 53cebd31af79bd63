using System.CommandLine;
using Auctions.Cli;

namespace Cli.Tests;

public sealed class When_an_audit_trail_is_verified
{
    [Theory]
    [InlineData("good", 0, "Verified: 1 decisions, 1 events, all decided the same way again.")]
    [InlineData(
        "bad", 1, "line 1: the rules decide raised, the trail says too-low\nNot verified: of 1 decisions, 1 events, 1 were decided differently.")]
    [InlineData("cut", 1, "The trail ends without a verdict, so it is incomplete.")]
    [InlineData("none", 1, "There is no such auction.")]
    public async Task The_verdict_is_printed(string auction, int exitCode, string said)
    {
        await using var api = await StubApi.StartAsync();
        using var output = new StringWriter();

        var root = Commands.Make(name => name == Commands.UrlVariable ? api.Url : null);
        var code = await root.Parse(["audit", "verify", auction]).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = output }, TestContext.Current.CancellationToken);

        Assert.Equal((exitCode, said), (code, output.ToString().ReplaceLineEndings("\n").TrimEnd()));
    }
}
