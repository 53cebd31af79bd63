using System.Net;
using System.Net.Sockets;

namespace Hosting.Tests;

public sealed class When_a_port_is_taken
{
    [Fact]
    public async Task Port_and_owner_are_named_and_nothing_is_started()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await using var host = HostProcess.Start($"--Ports:Front={port}");

        Assert.Equal(1, await host.ExitCodeAsync());
        Assert.Contains($"Port {port} (front) is taken by ", host.Said);
        Assert.Contains($"(pid {Environment.ProcessId}).", host.Said);
        Assert.Contains("Nothing was started.", host.Said);
        Assert.DoesNotContain("up as", host.Said);
        Assert.DoesNotContain("   at ", host.Said);
    }

    [Fact]
    public async Task Two_that_want_the_same_are_named()
    {
        var builder = TestApplication.Builder();
        foreach (var name in new[] { "one", "two" })
            Aspire.Hosting.ResourceBuilderExtensions.WithHttpEndpoint(
                Aspire.Hosting.ProjectResourceBuilderExtensions.AddProject<Projects.Hosting_TestApp>(builder, name, launchProfileName: null), port: 20_001);

        var refused = await Assert.ThrowsAsync<Aspire.Hosting.DistributedApplicationException>(() => TestApplication.StartAsync(builder));

        Assert.Contains("Port 20001 is asked for by one and by two.", refused.Message);
    }
}
