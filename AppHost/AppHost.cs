// The whole system, in the order of the flow: a bid comes in at api, is carried out by a worker, and its events go
// through every pusher to whoever watches. When it runs here, each service is doubled; when it is published, each is
// one resource and replicas are Kubernetes' business.
using Auctions.AppHost;
using Microsoft.Extensions.Configuration;

var builder = DistributedApplication.CreateBuilder(args);
var publishing = builder.ExecutionContext.IsPublishMode;

var dapr = DaprCli.Find();
var components = Path.GetFullPath(dapr is null && !publishing ? "../components/embedded" : "../components", builder.AppHostDirectory);
builder.AddDapr(options => options.DaprPath = dapr ?? DaprCli.Embedded);
if (!publishing)
    Console.WriteLine(dapr is null ? $"No dapr CLI on this machine: each service gets {DaprCli.Embedded}" : $"Sidecars by {dapr}");

// The embedded sidecars keep state and queues here; one folder is one system.
var data = Environment.GetEnvironmentVariable("EMBEDDED_DATA_DIR") is { Length: > 0 } given ? given : Path.Combine(builder.AppHostDirectory, "../.data");
Environment.SetEnvironmentVariable("EMBEDDED_DATA_DIR", Path.GetFullPath(data));

var signingKey = builder.AddParameter("token-signing-key", secret: true);
var pubsub = Component("pubsub", "pubsub");
var events = Component("events", "pubsub");
var statestore = Component("statestore", "state");

// Bids come in.
var api = Service<Projects.Api>("api")
    .WithHttpEndpoint(port: Port("Api", 5080), name: "http")
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints()
    .WithUrlForEndpoint("http", url => url.DisplayText = "page")
    .WithUrlForEndpoint("http", _ => new ResourceUrlAnnotation { Url = "/openapi/v1.json", DisplayText = "API" })
    .WithReplicas(publishing ? 1 : 2)
    .WithDaprSidecar(Sidecar("api", "http", statestore));
ChecksTokens(api);

// They are carried out.
foreach (var name in Doubled("worker"))
    api.WaitFor(Service<Projects.Worker>(name)
        .WithHttpEndpoint(name: "grpc", env: "GRPC_PORT", targetPort: publishing ? 8081 : null)
        .WithHttpEndpoint(name: "http", env: "HTTP_PORT", targetPort: publishing ? 8080 : null)
        .WithHttpHealthCheck("/health", endpointName: "http")
        .WithDaprSidecar(Sidecar("worker", "grpc", pubsub, events, statestore)));

// Their events reach the watchers.
foreach (var (index, name) in Doubled("pusher").Index())
{
    var pusher = Service<Projects.Pusher>(name)
        .WithHttpEndpoint(port: Port($"Pusher{index + 1}", 5090 + index), name: "http")
        .WithHttpHealthCheck("/health")
        .WithExternalHttpEndpoints()
        .WithUrlForEndpoint("http", url => (url.Url, url.DisplayText) = ($"ws{url.Url[4..].TrimEnd('/')}/live", "live"))
        .WithDaprSidecar(Sidecar("pusher", "http", events, statestore));
    ChecksTokens(pusher);
    var live = pusher.GetEndpoint("http");
    api.WithEnvironment($"LiveServers__{index}", $"ws://{live.Property(EndpointProperty.Host)}:{live.Property(EndpointProperty.Port)}/live");
}

builder.Build().Run();

string[] Doubled(string service) => publishing ? [service] : [$"{service}-1", $"{service}-2"];
// 0 takes a free port, so that several systems can run side by side; where it is deployed, each has an address of its own.
int? Port(string name, int standard) => !publishing && builder.Configuration.GetValue($"Ports:{name}", standard) is > 0 and var port ? port : null;

IResourceBuilder<IDaprComponentResource> Component(string name, string type) => builder
    .AddDaprComponent(name, type, new DaprComponentOptions { LocalPath = $"{components}/{name}.yaml" });

IResourceBuilder<ProjectResource> Service<TProject>(string name) where TProject : IProjectMetadata, new() =>
    builder.AddProject<TProject>(name, launchProfileName: null).WithEnvironment(context =>
    {
        if (!publishing)
            context.EnvironmentVariables["ASPNETCORE_ENVIRONMENT"] = builder.Environment.EnvironmentName;
    });

Action<IResourceBuilder<IDaprSidecarResource>> Sidecar(string appId, string protocol, params IResourceBuilder<IDaprComponentResource>[] uses) =>
    sidecar => uses.Aggregate(sidecar, (built, component) => built.WithReference(component)).WithOptions(new DaprSidecarOptions
    {
        AppId = appId,
        AppProtocol = protocol,
        EnableAppHealthCheck = true,
        AppHealthCheckPath = "/health",
        Config = $"{components}/config.yaml",
    });

void ChecksTokens(IResourceBuilder<ProjectResource> service) => service
    .WithEnvironment("Authentication__Schemes__Bearer__SigningKeys__0__Value", signingKey)
    .WithEnvironment("Authentication__Schemes__Bearer__SigningKeys__0__Issuer", "auctions")
    .WithEnvironment("Authentication__Schemes__Bearer__ValidIssuer", "auctions")
    .WithEnvironment("Authentication__Schemes__Bearer__ValidAudiences__0", "auctions");
