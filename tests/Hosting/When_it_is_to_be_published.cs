using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using CommunityToolkit.Aspire.Hosting.Dapr;

namespace Hosting.Tests;

public sealed class When_it_is_to_be_published : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("manifest");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("--publisher", "manifest")]
    [InlineData("--operation", "publish", "--step", "publish-manifest")]
    public async Task It_writes_the_manifest_and_ends_without_starting_anything(params string[] arguments)
    {
        var path = Path.Combine(_folder.FullName, "manifest.json");

        await using var host = HostProcess.Start([.. arguments, "--output-path", path]);

        Assert.Equal(0, await host.ExitCodeAsync());
        Assert.DoesNotContain("up as", host.Said);
        var resources = JsonNode.Parse(await File.ReadAllTextAsync(path, TestApplication.Cancellation))!["resources"]!.AsObject();
        Assert.Equal(["back", "front", "front-dapr"], resources.Select(resource => resource.Key));
        Assert.Equal([path], _folder.GetFiles().Select(file => file.FullName));
    }

    [Theory]
    [InlineData("--output-path: there is no folder", "--publisher", "manifest", "--output-path", "no/such/folder/manifest.json")]
    [InlineData("--output-path is missing", "--publisher", "manifest")]
    [InlineData("--publisher: 'docker' is not in the embedded build", "--publisher", "docker", "--output-path", "manifest.json")]
    [InlineData("--step: 'deploy' is not in the embedded build", "--operation", "publish", "--step", "deploy")]
    public async Task What_can_not_be_published_is_refused_by_the_name_of_the_flag(string expected, params string[] arguments)
    {
        await using var host = HostProcess.Start(arguments);

        Assert.Equal(1, await host.ExitCodeAsync());
        Assert.Contains(expected, host.Said);
        Assert.DoesNotContain("up as", host.Said);
    }

    // TestData/aspire-manifest.sample.json is what Aspire 13.5.2 wrote for an AppHost like this one. What this one can't
    // say (Redis, cron bindings' metadata, https) is left out of both.
    [Fact]
    public async Task It_is_what_Aspire_writes()
    {
        var builder = Sample();
        await builder.Build().RunAsync(TestApplication.Cancellation);

        var written = Resources(Path.Combine(_folder.FullName, "aspire-manifest.json"));
        var expected = Resources(Path.Combine(AppContext.BaseDirectory, "TestData", "aspire-manifest.sample.json"));
        foreach (var name in expected.Select(resource => resource.Key).Where(name => !written.ContainsKey(name)).ToList())
            expected.Remove(name);
        // The api of the sample has a launch profile, hence https, and uses Redis.
        var variables = expected["pusher"]!["env"]!.AsObject();
        variables.Remove("API_HTTPS");
        variables.Remove("services__api__https__0");
        expected.Remove("api");
        written.Remove("api");
        Assert.Equal(expected.ToString(), written.ToString());
    }

    private IDistributedApplicationBuilder Sample()
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            Args = ["--publisher", "manifest", "--output-path", "../aspire-manifest.json"],
            ProjectDirectory = _folder.CreateSubdirectory("AppHost").FullName,
        });
        var folder = _folder.FullName;
        builder.AddParameter("redis-password", secret: true);
        var pubsub = builder.AddDaprComponent("pubsub", "pubsub", new DaprComponentOptions { LocalPath = $"{folder}/components/pubsub.yaml" });
        var statestore = builder.AddDaprComponent("statestore", "state");
        var sweep = builder.AddDaprComponent("sweep", "bindings.cron", new DaprComponentOptions { LocalPath = $"{folder}/components/sweep.yaml" });
        DaprSidecarOptions Options(string appId, int? port = null) => new()
        {
            AppId = appId,
            AppPort = port,
            AppProtocol = "http",
            AppHealthCheckPath = "/healthz",
            EnableAppHealthCheck = true,
            EnableApiLogging = true,
            LogLevel = "info",
            Config = $"{folder}/daprconfig.yaml",
            ResourcesPaths = ImmutableHashSet.Create($"{folder}/components"),
            PlacementHostAddress = "localhost:50005",
            SchedulerHostAddress = "localhost:50006",
        };
        var api = Project(builder, "api").WithHttpEndpoint().WithDaprSidecar(sidecar =>
            sidecar.WithReference(pubsub).WithReference(statestore).WithOptions(Options("api", 5101)));
        // Its sidecar alone: it has no binding here to compare.
        builder.AddResource<IDaprSidecarResource>(new DaprSidecarResource(new ProjectResource("worker"))
        {
            Options = Options("worker"),
            Components = { pubsub.Resource, statestore.Resource, sweep.Resource },
        });
        Project(builder, "pusher").WithHttpEndpoint(port: 5103, name: "http").WithExternalHttpEndpoints().WithReference(api)
            .WithDaprSidecar(sidecar => sidecar.WithOptions(Options("pusher")));
        return builder;
    }

    private IResourceBuilder<ProjectResource> Project(IDistributedApplicationBuilder builder, string name)
    {
        var project = builder.AddResource(new ProjectResource(name));
        project.Resource.Annotations.Add(new ProjectAt($"{_folder.FullName}/{name}/{name}.csproj"));
        return project;
    }

    private static JsonObject Resources(string path) => JsonNode.Parse(File.ReadAllText(path))!["resources"]!.AsObject();

    private sealed record ProjectAt(string ProjectPath) : IProjectMetadata;
}
