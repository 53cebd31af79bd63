using Auctions.Gateway.Destinations;
using Auctions.Gateway.Forwarding;
using Auctions.Gateway.Live;
using Auctions.ServiceDefaults;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;

var builder = WebApplication.CreateBuilder(args);
var services = builder.Services;
services.AddHostedService<LiveDrain>();
builder.AddServiceDefaults();
builder.AddTrustedProxies();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    // What is too large is for the service behind to say.
    kestrel.Limits.MaxRequestBodySize = null;
});

// Both write whole URLs at Information, and a watcher's token may be in one.
builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
builder.Logging.AddFilter("Yarp.ReverseProxy.Forwarder.HttpForwarder", LogLevel.Warning);

var proxied = builder.Configuration.GetSection("ReverseProxy");
ConfiguredDestinations.Check(proxied);
services.AddReverseProxy().LoadFromConfig(proxied).AddTransforms(LargeBodies.AskFirst);
services.AddSingleton<IForwarderHttpClientFactory, Clients>();
services.AddSingleton<IActiveHealthCheckPolicy, AnswersPolicy>();
services.AddSingleton<IPassiveHealthCheckPolicy, ReachedPolicy>();
services.AddHealthChecks().AddCheck<DestinationsCheck>("destinations");
services.AddSingleton<LiveSockets>();
services.AddProblemDetails();
services.AddRequestTimeouts();

var app = builder.Build();
app.UseForwardedHeaders();
app.UseRequestTimeouts();

// Of two routes to a path the literal one is taken: health is the gateway's own, whatever the catch-all says.
app.MapDefaultEndpoints();
app.MapReverseProxy(proxy =>
{
    proxy.UseMiddleware<WatchSockets>();
    proxy.UseMiddleware<NextReplica>();
    proxy.UseLoadBalancing();
    proxy.UsePassiveHealthChecks();
});
app.Run();
