using System.Net;
using Gateway.Tests.Fixtures;

namespace Gateway.Tests;

public sealed class When_a_body_is_large
{
    private static readonly Uri Raises = new("/auctions/a1/raises", UriKind.Relative);

    [Theory]
    [InlineData(Replica.MostBodyBytes + 1, false)]
    [InlineData(100_000, false)]
    [InlineData(20_000_000, false)]
    [InlineData(40_000_000, false)]
    [InlineData(Replica.MostBodyBytes + 1, true)]
    public async Task Api_says_that_it_is_too_large(int bytes, bool chunked)
    {
        await using var a = await Replica.StartAsync("a");
        await using var gateway = await GatewayUnderTest.BeforeAsync(a);
        using var http = gateway.Http();
        using var request = new HttpRequestMessage(HttpMethod.Post, Raises) { Content = new ByteArrayContent(new byte[bytes]) };
        request.Headers.TransferEncodingChunked = chunked;
        // A client that ignored the early answer and sent the whole body would test Kestrel, not the gateway.
        request.Headers.ExpectContinue = true;

        using var answer = await http.SendAsync(request, GatewayUnderTest.Cancellation);

        await GatewayUnderTest.IsProblemAsync(answer, HttpStatusCode.RequestEntityTooLarge, "body-too-large");
        Assert.Contains("Api says so.", await answer.Content.ReadAsStringAsync(GatewayUnderTest.Cancellation), StringComparison.Ordinal);
        Assert.Single(a.Received);
    }

    [Fact]
    public async Task One_that_is_small_enough_passes()
    {
        await using var a = await Replica.StartAsync("a");
        await using var gateway = await GatewayUnderTest.BeforeAsync(a);
        using var http = gateway.Http();

        foreach (var (path, bytes, chunked) in ((string, int, bool)[])
            [("/raises", Replica.MostBodyBytes, false), ("/raises", 10_000, true),
                ("/sessions", Replica.MostSessionBytes, false), ("/sessions", 200_000, true)])
        {
            var text = new string('x', bytes);
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new StringContent(text) };
            request.Headers.TransferEncodingChunked = chunked;
            using var answer = await http.SendAsync(request, GatewayUnderTest.Cancellation);
            Assert.Equal($"a {text}", await answer.Content.ReadAsStringAsync(GatewayUnderTest.Cancellation));
        }
    }
}
