using Aspire.Hosting.Dashboard;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Yarp.ReverseProxy.Forwarder;

namespace Aspire.Hosting.Runtime;

// What AppHost itself serves, on loopback only: the dashboard, and the public ports of endpoints with replicas.
internal sealed class FrontServer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly List<ReplicaProxy> _proxies = [];

    private FrontServer(WebApplication server) => _server = server;

    public static async Task<FrontServer> StartAsync(RunSet runs, ServiceSet services, int? dashboardPort, CancellationToken cancellation)
    {
        var proxied = runs.All
            .SelectMany(run => Endpoints(run).Select(endpoint => (Run: run, endpoint.Name, Port: endpoint.AllocatedPort!.Value)))
            .ToList();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            // What is too large or too slow is for the service behind to say.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.AddServerHeader = false;
            foreach (var port in proxied.Select(one => one.Port).Concat(dashboardPort is { } dashboard ? [dashboard] : []))
                kestrel.ListenLocalhost(port);
        });
        builder.Services.AddRouting().AddHttpForwarder().AddLogging();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));

        var front = new FrontServer(builder.Build());
        var forwarder = front._server.Services.GetRequiredService<IHttpForwarder>();
        var byPort = proxied.ToDictionary(one => one.Port, one => front.Proxy(one.Run, one.Name, forwarder));
        front._server.Use((context, next) => byPort.TryGetValue(context.Connection.LocalPort, out var proxy) ? proxy.ForwardAsync(context) : next(context));
        front._server.UseMiddleware<LocalCallersOnly>();
        front._server.UseRouting();
        DashboardApi.Map(front._server, runs);
        ServicesApi.Map(front._server, services);
        try
        {
            await front._server.StartAsync(cancellation);
        }
        catch (IOException taken)
        {
            await front.DisposeAsync();
            throw new DistributedApplicationException(taken.Message, taken);
        }

        return front;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        foreach (var proxy in _proxies)
            proxy.Dispose();
    }

    private static IEnumerable<ApplicationModel.EndpointAnnotation> Endpoints(ResourceRun run) =>
        run.Resource.Annotations.OfType<ApplicationModel.EndpointAnnotation>().Where(endpoint => endpoint.IsProxied);

    private ReplicaProxy Proxy(ResourceRun run, string endpoint, IHttpForwarder forwarder)
    {
        var proxy = new ReplicaProxy(run, endpoint, forwarder);
        _proxies.Add(proxy);
        return proxy;
    }
}
