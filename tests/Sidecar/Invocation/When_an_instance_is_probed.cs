using System.Net;
using System.Net.Sockets;
using Embedded.Sidecar.Api.Invocation;
using Embedded.Sidecar.App;
using Embedded.Sidecar.CommandLine;
using Embedded.Sidecar.Resources;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Yarp.ReverseProxy.Forwarder;

namespace Sidecar.Tests.Invocation;

/// <summary>Its sidecar answers only if the app does, so that a stalled app gets no calls either.</summary>
public sealed class When_an_instance_is_probed : IDisposable
{
    private readonly TcpListener _app = new(IPAddress.Loopback, 0);

    public When_an_instance_is_probed() => _app.Start();

    public void Dispose() => _app.Dispose();

    [Theory]
    [InlineData("answers", StatusCodes.Status204NoContent)]
    [InlineData("is unhealthy", StatusCodes.Status503ServiceUnavailable)]
    [InlineData("stalls", StatusCodes.Status503ServiceUnavailable)]
    [InlineData("is away", StatusCodes.Status503ServiceUnavailable)]
    public async Task Its_sidecar_says_whether_the_app_answers(string app, int status)
    {
        var port = ((IPEndPoint)_app.LocalEndpoint).Port;
        if (app == "is away")
            _app.Stop();

        Assert.Equal(status, await ProbeAsync(app, port, ofAnother: false));
    }

    [Fact]
    public async Task A_probe_of_another_instance_is_refused() =>
        Assert.Equal(StatusCodes.Status403Forbidden, await ProbeAsync("answers", ((IPEndPoint)_app.LocalEndpoint).Port, ofAnother: true));

    private static async Task<int> ProbeAsync(string app, int port, bool ofAnother)
    {
        var options = new SidecarOptions
        {
            AppId = "worker",
            DataDirectory = "",
            AppPort = port,
            EnableAppHealthCheck = true,
            AppHealthProbeTimeout = TimeSpan.FromMilliseconds(200),
        };
        await using var services = new ServiceCollection().AddLogging().AddHttpForwarder()
            .AddSingleton<IAppChannel>(new FakeApp(app)).BuildServiceProvider();
        var self = new InstanceAddress();
        using var watch = new AppWatch(new MemoryHub(), options, self, new Subscriptions(new ResourceSet()), services, NullLogger<AppWatch>.Instance);
        using var server = new InternalServer(options, watch, self, services.GetRequiredService<IHttpForwarder>());
        var context = new DefaultHttpContext();
        context.Request.Headers["embedded-instance"] = ofAnother ? "another" : self.Id;
        context.Request.Headers["embedded-probe"] = "1";

        await server.ForwardAsync(context);

        return context.Response.StatusCode;
    }

    private sealed class FakeApp(string how) : IAppChannel
    {
        public async Task<bool> IsHealthyAsync(CancellationToken cancellation)
        {
            if (how == "stalls")
                await Task.Delay(Timeout.Infinite, cancellation);
            return how == "answers";
        }

        public Task<IReadOnlyList<AppSubscription>> GetSubscriptionsAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public Task<DeliveryResult> DeliverAsync(AppSubscription subscription, ReadOnlyMemory<byte> cloudEvent, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
