using System.CommandLine;
using Auctions.Cli;

namespace Cli.Tests;

public sealed class When_an_audit_trail_is_verified
{
    [Theory]
    [InlineData("good", 0, "Verified: 1 decisions, 1 events, decided again and the same.")]
    [InlineData("bad", 1, "line 1: the rules say yes, the trail too-low\nNot verified: 1 of 1 decisions, 1 events came out otherwise.")]
    [InlineData("cut", 1, "The trail ends without a verdict: it was cut off.")]
    [InlineData("none", 1, "There is no such auction.")]
    public async Task It_says_whether_it_holds(string auction, int exitCode, string said)
    {
        await using var api = await StubApi.StartAsync();
        using var output = new StringWriter();

        var code = await Commands.Make(name => name == Commands.UrlVariable ? api.Url : null).Parse(["audit", "verify", auction]).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = output }, TestContext.Current.CancellationToken);

        Assert.Equal((exitCode, said), (code, output.ToString().ReplaceLineEndings("\n").TrimEnd()));
    }
}
