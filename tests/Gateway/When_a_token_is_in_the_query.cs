using Gateway.Tests.Fixtures;

namespace Gateway.Tests;

public sealed class When_a_token_is_in_the_query
{
    [Theory]
    [InlineData("Information")]
    [InlineData("Trace")]
    public async Task No_log_line_holds_it_at_any_level(string level)
    {
        await using var pusher = await Replica.StartAsync("p");
        await using var gateway = await new GatewayUnderTest().To("api", pusher.Address).To("pusher", pusher.Address)
            .With("Logging:LogLevel:Default", level)
            .With("Logging:LogLevel:Microsoft.AspNetCore", level)
            .With("Logging:LogLevel:Yarp", level).StartedAsync();

        using (var socket = await gateway.ConnectAsync("access_token=s3cret", "bearer.s3cret"))
            Assert.Equal("p", await socket.HearAsync());
        using var http = gateway.Http();
        await http.GetAsync(new Uri("/live?access_token=s3cret", UriKind.Relative), GatewayUnderTest.Cancellation);
        // A failing request must not log the token either.
        await pusher.KillAsync();
        await http.GetAsync(new Uri("/live?access_token=s3cret", UriKind.Relative), GatewayUnderTest.Cancellation);

        Assert.NotEmpty(gateway.Logged.Lines);
        Assert.DoesNotContain(gateway.Logged.Lines, line => line.Contains("s3cret", StringComparison.Ordinal));
    }
}
