// The whole system, in the order of the flow: a bid comes in at the gateway, api takes it, a worker carries it out, and
// its events go through every pusher to whoever watches. When it runs here, each service is doubled; when it is
// published, each is one resource and replicas are Kubernetes' business.
using Auctions.AppHost.Start;
using Auctions.AppHost.Supervision;

ThisMachine.ShareAmongManyProcesses();
DashboardPorts.Choose();
var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = args, DisableDashboard = Options.WithoutDashboard(args) });
var publishing = builder.ExecutionContext.IsPublishMode;
var ports = new Ports(builder.Configuration, publishing);

var dapr = new DaprParts(builder, ports);
var signingKey = builder.AddParameter("token-signing-key", secret: true);
var pubsub = dapr.Component("pubsub", "pubsub");
var events = dapr.Component("events", "pubsub");
var statestore = dapr.Component("statestore", "state");

// The one address of the house.
var gateway = Service<Projects.Gateway>("gateway", replicas: 1).Single()
    .WithHttpEndpoint(ports.Named("Api", 5080, "the house's address"), name: "http", isProxied: publishing)
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints()
    .WithUrlForEndpoint("http", url => url.DisplayText = "page")
    .WithUrlForEndpoint("http", _ => new ResourceUrlAnnotation { Url = "/openapi/v1.json", DisplayText = "API" })
    .WithUrlForEndpoint("http", endpoint => new ResourceUrlAnnotation { Url = LiveOf(endpoint.Url), DisplayText = "live" });

// Bids come in.
var apis = Service<Projects.Api>("api", replicas: 2, spares: 1);
foreach (var (index, api) in apis.Index())
{
    api.WithHttpEndpoint(ports.Free(), name: "http", isProxied: publishing)
        .WithHttpHealthCheck("/health")
        .WithExternalHttpEndpoints()
        .WithDaprSidecar(dapr.Sidecar("api", "http", statestore));
    ChecksTokens(api);
    // As long as the gateway takes to see that it is not to send anything more.
    if (!publishing)
        api.WithEnvironment("Shutdown__DrainSeconds", "3");
    gateway.WithEnvironment($"ReverseProxy__Clusters__api__Destinations__{index}__Address", api.GetEndpoint("http"));
}

// They are carried out.
foreach (var worker in Service<Projects.Worker>("worker", replicas: 2, spares: 2))
    worker.WithHttpEndpoint(ports.Free(), name: "grpc", env: "GRPC_PORT", targetPort: publishing ? 8081 : null, isProxied: publishing)
        .WithHttpEndpoint(ports.Free(), name: "http", env: "HTTP_PORT", targetPort: publishing ? 8080 : null, isProxied: publishing)
        .WithHttpHealthCheck("/health", endpointName: "http")
        .WithDaprSidecar(dapr.Sidecar("worker", "grpc", pubsub, events, statestore));

// Their events reach the watchers.
foreach (var (index, pusher) in Service<Projects.Pusher>("pusher", replicas: 2).Index())
{
    pusher.WithHttpEndpoint(ports.Named($"Pusher{index + 1}", 5090 + index, "a pusher"), name: "http", isProxied: publishing)
        .WithHttpHealthCheck("/health")
        .WithExternalHttpEndpoints()
        .WithUrlForEndpoint("http", url => (url.Url, url.DisplayText) = (LiveOf(url.Url), "live"))
        .WithDaprSidecar(dapr.Sidecar("pusher", "http", events, statestore));
    ChecksTokens(pusher);
    var live = pusher.GetEndpoint("http");
    gateway.WithEnvironment($"ReverseProxy__Clusters__pusher__Destinations__{index}__Address", live);
    foreach (var api in apis)
        api.WithEnvironment($"LiveServers__{index}", $"ws://{live.Property(EndpointProperty.Host)}:{live.Property(EndpointProperty.Port)}/live");
}

if (!publishing)
{
    if (Obstacles.Find(ports, dapr.Cli, builder) is { } obstacle)
    {
        Console.Error.WriteLine(obstacle);
        return 1;
    }

    Console.WriteLine(dapr.Words);
    builder.Supervise(withLogs: Options.WithLogs(args));
    if (Options.WithoutDashboard(args))
        builder.RecordNothing();
}

builder.Build().Run();
StartedProcesses.WaitForEnd();
return 0;

static string LiveOf(string http) => $"ws{http[4..].TrimEnd('/')}/live";

IReadOnlyList<IResourceBuilder<ProjectResource>> Service<TProject>(string name, int replicas, int spares = 0)
    where TProject : IProjectMetadata, new() => publishing
    ? [builder.AddProject<TProject>(name, launchProfileName: null)]
    : builder.AddSupervisedService<TProject>(name, replicas, spares);

void ChecksTokens(IResourceBuilder<ProjectResource> service) => service
    .WithEnvironment("Authentication__Schemes__Bearer__SigningKeys__0__Value", signingKey)
    .WithEnvironment("Authentication__Schemes__Bearer__SigningKeys__0__Issuer", "auctions")
    .WithEnvironment("Authentication__Schemes__Bearer__ValidIssuer", "auctions")
    .WithEnvironment("Authentication__Schemes__Bearer__ValidAudiences__0", "auctions");
