using System.Globalization;
using System.Net.Http.Json;
using Aspire.Hosting;
using CommunityToolkit.Aspire.Hosting.Dapr;

namespace Hosting.Tests;

public sealed class When_a_sidecar_is_started
{
    [Fact]
    public async Task It_gets_the_flags_of_the_toolkit_in_its_order()
    {
        await using var application = await TestApplication.StartAsync(builder =>
        {
            var state = builder.AddDaprComponent("state", "state", new DaprComponentOptions { LocalPath = "parts/state.yaml" });
            var pubsub = builder.AddDaprComponent("pubsub", "pubsub", new DaprComponentOptions { LocalPath = "parts/pubsub.yaml" });
            builder.AddProject<Projects.Hosting_TestApp>("worker-1", launchProfileName: null)
                .WithHttpEndpoint(name: "grpc", env: "GRPC_PORT")
                .WithHttpEndpoint(name: "http", env: "HTTP_PORT")
                .WithDaprSidecar(sidecar => sidecar
                    .WithOptions(new DaprSidecarOptions
                    {
                        AppId = "worker",
                        AppProtocol = "grpc",
                        Config = "parts/config.yaml",
                        EnableAppHealthCheck = true,
                        AppHealthCheckPath = "/health",
                        LogLevel = "info",
                    })
                    .WithReference(state)
                    .WithReference(pubsub));
        });
        await application.ReadyAsync("worker-1-dapr-cli");

        var arguments = await application.Http.GetFromJsonAsync<string[]>(application.Url("worker-1-dapr-cli", "/args"), TestApplication.Cancellation);

        var parts = Path.Combine(AppContext.BaseDirectory, "parts");
        Assert.Equal(
        [
            "run", "--app-health-check-path", "/health", "--app-id", "worker", "--app-protocol", "grpc",
            "--config", Path.Combine(parts, "config.yaml"), "--enable-app-health-check", "--log-level", "info",
            "--resources-path", parts,
            "--app-port", Port("worker-1", "grpc"),
            "--dapr-grpc-port", Port("worker-1-dapr-cli", "grpc"), "--dapr-http-port", Port("worker-1-dapr-cli", "http"),
            "--metrics-port", Port("worker-1-dapr-cli", "metrics"), "--app-channel-address", "localhost",
        ], arguments!);

        string Port(string name, string endpoint) => application.Url(name, endpoint: endpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Its_application_is_told_where_it_is()
    {
        await using var application = await TestApplication.StartAsync(builder => builder.AddService("one").WithDaprSidecar(sidecar => sidecar.WithOptions(new())));
        await application.ReadyAsync("one");
        await application.ReadyAsync("one-dapr-cli");

        var environment = await application.EnvironmentOfAsync("one");

        foreach (var (protocol, name) in new[] { ("http", "HTTP"), ("grpc", "GRPC") })
        {
            var url = application.Url("one-dapr-cli", endpoint: protocol);
            Assert.Equal($"{url.Port}", environment[$"DAPR_{name}_PORT"]);
            Assert.Equal(url.GetLeftPart(UriPartial.Authority), environment[$"DAPR_{name}_ENDPOINT"]);
        }
    }

    [Fact]
    public async Task There_is_one_for_all_replicas_and_it_calls_their_public_port()
    {
        await using var application = await TestApplication.StartAsync(builder =>
            builder.AddService("many").WithReplicas(2).WithDaprSidecar(sidecar => sidecar.WithOptions(new())));
        await application.ReadyAsync("many-dapr-cli");

        var arguments = await application.Http.GetFromJsonAsync<string[]>(application.Url("many-dapr-cli", "/args"), TestApplication.Cancellation);

        Assert.Equal($"{application.Url("many").Port}", arguments![Array.IndexOf(arguments, "--app-port") + 1]);
        Assert.Equal("http", arguments[Array.IndexOf(arguments, "--app-protocol") + 1]);
        Assert.Equal("many", arguments[Array.IndexOf(arguments, "--app-id") + 1]);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_named()
    {
        var builder = TestApplication.Builder();
        builder.AddDapr(options => options.DaprPath = "/nowhere/dapr");
        builder.AddService("one").WithDaprSidecar(sidecar => sidecar.WithOptions(new()));

        var refused = await Assert.ThrowsAsync<DistributedApplicationException>(() => TestApplication.StartAsync(builder));

        Assert.Contains("/nowhere/dapr", refused.Message);
    }
}
