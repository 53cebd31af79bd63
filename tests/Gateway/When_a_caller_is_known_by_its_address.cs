using System.Net;
using System.Net.Sockets;
using Gateway.Tests.Fixtures;

namespace Gateway.Tests;

/// <summary>What a service behind the gateway sees if it trusts X-Forwarded headers, as Aspire has every project do.</summary>
public sealed class When_a_caller_is_known_by_its_address
{
    private const string Client = "127.0.0.2";

    [Fact]
    public async Task The_service_behind_sees_the_client_and_the_address_that_it_used()
    {
        Assert.Equal($"{Client} http house.example:5080 [house.example:5080]", await CallerAsync(new GatewayUnderTest()));
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("X-Forwarded-For", "203.0.113.9, 198.51.100.4")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("X-Forwarded-Host", "elsewhere.example")]
    [InlineData("Forwarded", "for=203.0.113.9;proto=https;host=elsewhere.example")]
    public async Task A_clients_own_headers_are_not_trusted_even_if_Aspire_enables_them(string header, string value)
    {
        foreach (var enabled in (string[])["false", "true"])
            Assert.Equal(
                $"{Client} http house.example:5080 [house.example:5080]",
                await CallerAsync(new GatewayUnderTest().With("ForwardedHeaders_Enabled", enabled), (header, value)));
    }

    [Fact]
    public async Task A_proxy_of_a_trusted_network_is_trusted()
    {
        var gateway = new GatewayUnderTest().With("TrustedProxies:0", "127.0.0.2/32");

        Assert.Equal(
            "203.0.113.9 https outside.example [outside.example]",
            await CallerAsync(gateway, ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "outside.example")));
    }

    [Fact]
    public async Task A_proxy_of_another_network_is_not()
    {
        var gateway = new GatewayUnderTest().With("TrustedProxies:0", "10.0.0.0/8");

        Assert.StartsWith($"{Client} http ", await CallerAsync(gateway, ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https")));
    }

    private static async Task<string> CallerAsync(GatewayUnderTest gateway, params (string Header, string Value)[] headers)
    {
        await using var a = await Replica.StartAsync("a");
        await using var own = await gateway.To("api", a.Address).StartedAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectCallback = ConnectAsync });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(own.Address, "/caller"));
        request.Headers.Host = "house.example:5080";
        foreach (var (header, value) in headers)
            request.Headers.Add(header, value);
        using var answer = await http.SendAsync(request, GatewayUnderTest.Cancellation);
        return await answer.Content.ReadAsStringAsync(GatewayUnderTest.Cancellation);
    }

    // Connects from an address that is not the gateway's.
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(Client), 0));
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port), cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
