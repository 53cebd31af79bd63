// The whole system, in the order of the flow: a bid comes in at the gateway, api accepts it, a worker carries it out, and
// its events reach the watchers through every pusher. When AppHost runs the system, each service is doubled. When it
// publishes the system, each service is one resource, and Kubernetes decides about replicas.
using Auctions.AppHost.Start;
using Auctions.AppHost.Supervision;

ThisMachine.ShareAmongManyProcesses();
DashboardPorts.Choose();
var withoutDashboard = Options.WithoutDashboard(args);
var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = args, DisableDashboard = withoutDashboard });
var publishing = builder.ExecutionContext.IsPublishMode;
var ports = new Ports(builder.Configuration, publishing);

var dapr = new DaprParts(builder, ports);
var tokens = new TokenSettings(builder);
var pubsub = dapr.Component("pubsub", "pubsub");
var events = dapr.Component("events", "pubsub");
var statestore = dapr.Component("statestore", "state");

// The one address of the house.
var gateway = builder.AddService<Projects.Gateway>("gateway", replicas: 1).Single()
    .WithHttpEndpoint(ports.Named("Api", 5080, "the house's address"), name: "http", isProxied: publishing)
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints()
    .WithUrlForEndpoint("http", url => url.DisplayText = "page")
    .WithUrlForEndpoint("http", _ => new ResourceUrlAnnotation { Url = "/openapi/v1.json", DisplayText = "API" })
    .WithUrlForEndpoint("http", endpoint => new ResourceUrlAnnotation { Url = LiveOf(endpoint.Url), DisplayText = "live" });

// Api accepts commands.
var apis = builder.AddService<Projects.Api>("api", replicas: 2, spares: 1);
foreach (var (index, api) in apis.Index())
{
    api.WithHttpEndpoint(ports.Free(), name: "http", isProxied: publishing)
        .WithHttpHealthCheck("/health")
        .WithExternalHttpEndpoints()
        .WithDaprSidecar(dapr.Sidecar("api", "http", statestore));
    tokens.CheckedBy(api);
    // The gateway needs this long to notice that a replica is draining.
    if (!publishing)
        api.WithEnvironment("Shutdown__DrainSeconds", "3");
    gateway.WithEnvironment($"ReverseProxy__Clusters__api__Destinations__{index}__Address", api.GetEndpoint("http"));
}

// Workers carry them out.
foreach (var worker in builder.AddService<Projects.Worker>("worker", replicas: 2, spares: 2))
    worker.WithHttpEndpoint(ports.Free(), name: "grpc", env: "GRPC_PORT", targetPort: publishing ? 8081 : null, isProxied: publishing)
        .WithHttpEndpoint(ports.Free(), name: "http", env: "HTTP_PORT", targetPort: publishing ? 8080 : null, isProxied: publishing)
        .WithHttpHealthCheck("/health", endpointName: "http")
        .WithDaprSidecar(dapr.Sidecar("worker", "grpc", pubsub, events, statestore));

// Pushers send the events to the watchers.
foreach (var (index, pusher) in builder.AddService<Projects.Pusher>("pusher", replicas: 2).Index())
{
    pusher.WithHttpEndpoint(ports.Named($"Pusher{index + 1}", 5090 + index, "a pusher"), name: "http", isProxied: publishing)
        .WithHttpHealthCheck("/health")
        .WithExternalHttpEndpoints()
        .WithUrlForEndpoint("http", url => (url.Url, url.DisplayText) = (LiveOf(url.Url), "live"))
        .WithDaprSidecar(dapr.Sidecar("pusher", "http", events, statestore));
    tokens.CheckedBy(pusher);
    var live = pusher.GetEndpoint("http");
    gateway.WithEnvironment($"ReverseProxy__Clusters__pusher__Destinations__{index}__Address", live);
    foreach (var api in apis)
        api.WithEnvironment($"LiveServers__{index}", $"ws://{live.Property(EndpointProperty.Host)}:{live.Property(EndpointProperty.Port)}/live");
}

var started = new StartedProcesses();
if (!publishing)
{
    if (Obstacles.Find(ports, dapr.Cli, builder) is { } obstacle)
    {
        Console.Error.WriteLine(obstacle);
        return 1;
    }

    Console.WriteLine(dapr.Description);
    builder.Supervise(started, withLogs: Options.WithLogs(args));
    if (withoutDashboard)
        builder.RecordNoTelemetry();
}

builder.Build().Run();
started.WaitForEnd();
return 0;

static string LiveOf(string http) => $"ws{http[4..].TrimEnd('/')}/live";
