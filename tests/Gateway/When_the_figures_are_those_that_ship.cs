using Gateway.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy;

namespace Gateway.Tests;

/// <summary>Other tests set figures of their own, to be quick; these are about the ones in appsettings.json.</summary>
public sealed class When_the_figures_are_those_that_ship
{
    // The pusher's and api's own, which the gateway's must fit.
    private static readonly TimeSpan PusherKeepAlive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ApiSettlesWithin = TimeSpan.FromSeconds(9);
    private static readonly TimeSpan LongestHang = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Nobody_hangs_long_and_nobody_is_cut_who_lives()
    {
        await using var gateway = await new GatewayUnderTest().To("api", "http://127.0.0.1:1").StartedAsync();
        var proxy = gateway.Services.GetRequiredService<IProxyStateLookup>();
        Assert.True(proxy.TryGetCluster("api", out var api));
        Assert.True(proxy.TryGetCluster("pusher", out var pusher));
        Assert.True(proxy.TryGetRoute("live", out var live));

        Assert.InRange(api.Model.Config.HttpRequest!.ActivityTimeout!.Value, ApiSettlesWithin + TimeSpan.FromSeconds(1), LongestHang);
        Assert.InRange(live.Config.Timeout!.Value, TimeSpan.FromSeconds(1), LongestHang);
        // A ping and the time to answer it are twice the interval.
        Assert.InRange(pusher.Model.Config.HttpRequest!.ActivityTimeout!.Value, 2.5 * PusherKeepAlive, 4 * PusherKeepAlive);
        Assert.All([api, pusher], cluster =>
        {
            var probes = cluster.Model.Config.HealthCheck!.Active!;
            Assert.Equal((true, "Answers", "/health"), (probes.Enabled, probes.Policy, probes.Path));
            Assert.InRange(2 * (probes.Interval!.Value + probes.Timeout!.Value), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));
        });
    }
}
