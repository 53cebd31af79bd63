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
    // Each service has its own limit, and refuses a larger body itself.
    kestrel.Limits.MaxRequestBodySize = null;
});

// Both log whole URLs at Information, and a URL may hold a watcher's token.
builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
builder.Logging.AddFilter("Yarp.ReverseProxy.Forwarder.HttpForwarder", LogLevel.Warning);

var proxied = builder.Configuration.GetSection("ReverseProxy");
DestinationsValidation.Check(proxied);
services.AddReverseProxy().LoadFromConfig(proxied).AddTransforms(LargeBodies.AskFirst).AddTransforms(SilenceLimit.PassOn);
services.AddSingleton<IForwarderHttpClientFactory, SendOnceClientFactory>();
services.AddSingleton<IActiveHealthCheckPolicy, ProbeAnswerPolicy>();
services.AddSingleton<IPassiveHealthCheckPolicy, NoAnswerPolicy>();
services.AddHealthChecks().AddCheck<DestinationsHealthCheck>("destinations");
services.AddSingleton<LiveSockets>();
services.AddProblemDetails();
services.AddRequestTimeouts();

var app = builder.Build();
app.UseForwardedHeaders();
app.UseRequestTimeouts();

// A literal route wins over the catch-all, so /health and /alive are the gateway's own.
app.MapDefaultEndpoints();
app.MapReverseProxy(proxy =>
{
    proxy.UseMiddleware<LiveSocketMiddleware>();
    proxy.UseMiddleware<NextReplicaMiddleware>();
    proxy.UseLoadBalancing();
    proxy.UsePassiveHealthChecks();
});
app.Run();
