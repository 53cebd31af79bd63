// A small AppHost: a service behind, one of two replicas in front with a sidecar, and one that won't hear of SIGTERM.
using Aspire.Hosting;
using CommunityToolkit.Aspire.Hosting.Dapr;
using Microsoft.Extensions.Configuration;

var builder = DistributedApplication.CreateBuilder(args);
builder.AddDapr(options => options.DaprPath = Path.ChangeExtension(new Projects.Hosting_TestApp().TargetPath, null));

var back = builder.AddProject<Projects.Hosting_TestApp>("back", launchProfileName: null)
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health");
builder.AddProject<Projects.Hosting_TestApp>("front", launchProfileName: null)
    .WithHttpEndpoint(port: builder.Configuration.GetValue<int?>("Ports:Front"))
    .WithHttpHealthCheck("/health")
    .WithUrlForEndpoint("http", url => url.DisplayText = "page")
    .WithReplicas(2)
    .WaitFor(back)
    .WithDaprSidecar(sidecar => sidecar.WithOptions(new DaprSidecarOptions { AppId = "front" }));
if (builder.Configuration["Stubborn"] is not null)
    builder.AddProject<Projects.Hosting_TestApp>("stubborn", launchProfileName: null)
        .WithHttpEndpoint()
        .WithHttpHealthCheck("/health")
        .WithEnvironment("TEST_IGNORES_SIGTERM", "1");

builder.Build().Run();
