using System.Globalization;
using Gateway.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy;

namespace Gateway.Tests;

/// <summary>The time limits in appsettings.json. Other tests set shorter ones, to be quick.</summary>
public sealed class When_the_time_limits_are_those_that_ship
{
    // The limits of the pusher and of api, which the gateway's must fit.
    private static readonly TimeSpan PusherKeepAlive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ApiSettlesWithin = TimeSpan.FromSeconds(9);
    private static readonly TimeSpan LongestHang = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task No_caller_waits_long_and_no_live_socket_is_cut()
    {
        await using var gateway = await new GatewayUnderTest().To("api", "http://127.0.0.1:1").StartedAsync();
        var proxy = gateway.Services.GetRequiredService<IProxyStateLookup>();
        Assert.True(proxy.TryGetCluster("api", out var api));
        Assert.True(proxy.TryGetCluster("pusher", out var pusher));
        Assert.True(proxy.TryGetRoute("live", out var live));

        Assert.InRange(api.Model.Config.HttpRequest!.ActivityTimeout!.Value, ApiSettlesWithin + TimeSpan.FromSeconds(1), LongestHang);
        Assert.InRange(live.Config.Timeout!.Value, TimeSpan.FromSeconds(1), LongestHang);
        // A ping and the time to answer it take twice the interval.
        Assert.InRange(pusher.Model.Config.HttpRequest!.ActivityTimeout!.Value, 2.5 * PusherKeepAlive, 4 * PusherKeepAlive);
        Assert.All([api, pusher], cluster =>
        {
            var probes = cluster.Model.Config.HealthCheck!.Active!;
            Assert.Equal((true, "ProbeAnswer", "/health"), (probes.Enabled, probes.Policy, probes.Path));
            Assert.Equal("NoAnswer", cluster.Model.Config.HealthCheck.Passive!.Policy);
            var silence = TimeSpan.Parse(cluster.Model.Config.Metadata!["SilenceLimit"], CultureInfo.InvariantCulture);
            Assert.InRange(silence, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));
            Assert.InRange(2 * (probes.Interval!.Value + probes.Timeout!.Value), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));
        });
    }
}
