using System.Net;
using Gateway.Tests.Fixtures;

namespace Gateway.Tests;

/// <summary>Why deploy/kubernetes/mended/gateway/deployment.yaml switches the gateway's health checks off.</summary>
public sealed class When_a_destination_is_a_Service
{
    private static readonly Uri Raises = new("/auctions/a1/raises", UriKind.Relative);

    [Fact]
    public async Task A_probe_mistakes_one_draining_pod_for_all_of_them()
    {
        await using var a = await Replica.StartAsync("a");
        await using var b = await Replica.StartAsync("b");
        b.IsDraining = true;
        await using var service = new Service(a, b);
        await using var gateway = await new GatewayUnderTest().To("api", service.Address, service.Address).StartedAsync();
        Assert.Equal(2, gateway.Available("api"));

        // The probes keep their connections, and with them their pods.
        (a.IsDraining, b.IsDraining) = (true, false);

        await gateway.UntilAvailableAsync(0);
    }

    [Fact]
    public async Task Without_probes_a_draining_pod_serves_its_requests_and_none_is_refused()
    {
        await using var a = await Replica.StartAsync("a");
        await using var b = await Replica.StartAsync("b");
        await using var service = new Service(a, b);
        await using var gateway = AsDeployed(service);
        using var http = gateway.Http();

        for (var at = 0; at < 200; at++)
        {
            a.IsDraining = at >= 50;
            using var answer = await http.PostAsync(Raises, new StringContent("{}"), GatewayUnderTest.Cancellation);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(2, gateway.Available("api"));
    }

    [Fact]
    public async Task The_gateway_is_ready_without_a_probe()
    {
        await using var a = await Replica.StartAsync("a");
        await using var service = new Service(a);
        await using var gateway = AsDeployed(service);
        using var http = gateway.Http();

        using var answer = await http.GetAsync(new Uri("/health", UriKind.Relative), GatewayUnderTest.Cancellation);

        Assert.Equal("Healthy", await answer.Content.ReadAsStringAsync(GatewayUnderTest.Cancellation));
    }

    private static GatewayUnderTest AsDeployed(Service api)
    {
        var gateway = new GatewayUnderTest().To("api", api.Address, api.Address);
        foreach (var cluster in new[] { "api", "pusher" })
            foreach (var check in new[] { "Active", "Passive" })
                gateway.With($"ReverseProxy:Clusters:{cluster}:HealthCheck:{check}:Enabled", "false");
        return gateway;
    }
}
