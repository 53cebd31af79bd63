using System.Net;
using System.Net.Sockets;
using Gateway.Tests.Fixtures;
using Tests.Ports;

namespace Gateway.Tests;

/// <summary>Not a byte of the request was sent, so the next replica gets it, whatever its method.</summary>
public sealed class When_a_replica_cannot_be_connected_to
{
    [Fact]
    public async Task A_refused_request_goes_to_the_next_replica_with_its_body()
    {
        await using var other = await Replica.StartAsync("other");
        // Without probes, only the request itself finds out that the replica is away.
        await using var gateway = Before(other, $"http://127.0.0.1:{FreePort.Find()}");
        using var http = gateway.Http();

        Assert.Equal("other {}", await PostAsync(http));
    }

    [Fact]
    public async Task So_does_a_request_to_an_unknown_host()
    {
        await using var other = await Replica.StartAsync("other");
        await using var gateway = Before(other, "http://nowhere.invalid:80");
        using var http = gateway.Http();

        Assert.Equal("other {}", await PostAsync(http));
    }

    [Fact]
    public async Task So_does_one_whose_connect_times_out_and_the_next_request_does_not_wait()
    {
        // The listener's queue of one is full, so a further connect is neither accepted nor refused.
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        using var waiting = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await waiting.ConnectAsync(full.LocalEndPoint!, GatewayUnderTest.Cancellation);

        await using var other = await Replica.StartAsync("other");
        await using var gateway = Before(other, $"http://{full.LocalEndPoint}")
            .With("ReverseProxy:Clusters:api:HealthCheck:Passive:ReactivationPeriod", "00:01:00");
        using var http = gateway.Http();
        var clock = System.Diagnostics.Stopwatch.StartNew();

        Assert.Equal("other {}", await PostAsync(http));
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(8));

        await gateway.UntilAvailableAsync(1);
        clock.Restart();
        Assert.Equal("other {}", await PostAsync(http));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1.9));
    }

    private static GatewayUnderTest Before(Replica other, string away) => new GatewayUnderTest()
        .To("api", away, other.Address)
        .With("ReverseProxy:Clusters:api:LoadBalancingPolicy", "FirstAlphabetical")
        .With("ReverseProxy:Clusters:api:HealthCheck:Active:Enabled", "false");

    private static async Task<string> PostAsync(HttpClient http)
    {
        using var answer = await http.PostAsync(
            new Uri("/auctions/a1/raises", UriKind.Relative), new StringContent("{}"), GatewayUnderTest.Cancellation);
        return await answer.Content.ReadAsStringAsync(GatewayUnderTest.Cancellation);
    }
}
