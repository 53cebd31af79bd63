using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Hosting.Tests;

public sealed class When_a_project_is_started
{
    [Fact]
    public async Task It_is_told_where_to_listen_and_who_it_is()
    {
        await using var application = await TestApplication.StartAsync(builder => builder.AddService("one"));
        await application.ReadyAsync("one");

        var environment = await application.EnvironmentOfAsync("one");

        var port = application.Url("one").Port;
        Assert.InRange(port, 1024, 32_767);
        Assert.Equal($"http://localhost:{port}", environment["ASPNETCORE_URLS"]);
        Assert.Equal("one", environment["OTEL_SERVICE_NAME"]);
        Assert.Equal("service.instance.id=one-1", environment["OTEL_RESOURCE_ATTRIBUTES"]);
        Assert.Equal("0", environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"]);
    }

    [Fact]
    public async Task It_inherits_the_environment_less_what_is_the_hosts_own()
    {
        Environment.SetEnvironmentVariable("TEST_INHERITED", "yes");
        Environment.SetEnvironmentVariable("Parameters__test_only", "secret");
        Environment.SetEnvironmentVariable("Ports__test_only", "1");
        await using var application = await TestApplication.StartAsync(builder => builder.AddService("one"));
        await application.ReadyAsync("one");

        var environment = await application.EnvironmentOfAsync("one");

        Assert.Equal("yes", environment["TEST_INHERITED"]);
        Assert.DoesNotContain("Parameters__test_only", environment);
        Assert.DoesNotContain("Ports__test_only", environment);
    }

    [Fact]
    public async Task Ports_with_a_variable_of_their_own_are_not_in_the_urls()
    {
        await using var application = await TestApplication.StartAsync(builder => builder
            .AddProject<Projects.Hosting_TestApp>("two", launchProfileName: null)
            .WithHttpEndpoint(name: "grpc", env: "GRPC_PORT")
            .WithHttpEndpoint(name: "http", env: "HTTP_PORT")
            .WithHttpHealthCheck("/health", endpointName: "http"));
        await application.ReadyAsync("two");

        var environment = await application.EnvironmentOfAsync("two");

        Assert.Equal($"{application.Url("two", endpoint: "grpc").Port}", environment["GRPC_PORT"]);
        Assert.Equal($"{application.Url("two").Port}", environment["HTTP_PORT"]);
        Assert.NotEqual(environment["GRPC_PORT"], environment["HTTP_PORT"]);
        Assert.DoesNotContain("ASPNETCORE_URLS", environment);
    }

    [Fact]
    public async Task References_and_values_become_variables()
    {
        var builder = TestApplication.Builder("--Parameters:the-key=hush");
        var key = builder.AddParameter("the-key", secret: true);
        var back = builder.AddService("back-end");
        builder.AddService("front")
            .WithReference(back)
            .WithEnvironment("PLAIN", "as it is {0}")
            .WithEnvironment("KEY", key)
            .WithEnvironment("ENDPOINT", back.GetEndpoint("http"))
            .WithEnvironment("LIVE", $"ws://{back.GetEndpoint("http").Property(EndpointProperty.HostAndPort)}/{{live}}")
            .WithEnvironment(context => context.EnvironmentVariables["CALLED"] = context.ExecutionContext.IsRunMode);
        await using var application = await TestApplication.StartAsync(builder);
        await application.ReadyAsync("front");

        var environment = await application.EnvironmentOfAsync("front");

        var url = application.Url("back-end").GetLeftPart(UriPartial.Authority);
        Assert.Equal(url, environment["services__back-end__http__0"]);
        Assert.Equal(url, environment["BACK_END_HTTP"]);
        Assert.Equal("as it is {0}", environment["PLAIN"]);
        Assert.Equal("hush", environment["KEY"]);
        Assert.Equal(url, environment["ENDPOINT"]);
        Assert.Equal($"ws://localhost:{application.Url("back-end").Port}/{{live}}", environment["LIVE"]);
        Assert.Equal("True", environment["CALLED"]);
    }

    [Fact]
    public async Task A_launch_profile_gives_endpoints_and_variables()
    {
        await using var application = await TestApplication.StartAsync(builder => builder
            .AddProject<Projects.Hosting_TestApp>("profiled", launchProfileName: "http").WithHttpHealthCheck("/health"));
        await application.ReadyAsync("profiled");

        Assert.Equal("yes", (await application.EnvironmentOfAsync("profiled"))["FROM_PROFILE"]);
    }

    [Fact]
    public void A_launch_profile_that_is_not_there_is_named()
    {
        var refused = Assert.Throws<DistributedApplicationException>(
            () => TestApplication.Builder().AddProject<Projects.Hosting_TestApp>("one", launchProfileName: "https"));

        Assert.Contains("no profile 'https'", refused.Message);
    }

    [Fact]
    public async Task A_parameter_without_a_value_is_named_and_nothing_is_started()
    {
        var builder = TestApplication.Builder();
        builder.AddService("one").WithEnvironment("KEY", builder.AddParameter("signing-key", secret: true));

        var refused = await Assert.ThrowsAsync<DistributedApplicationException>(() => TestApplication.StartAsync(builder));

        Assert.Contains("'signing-key'", refused.Message);
        Assert.Contains("Parameters__signing_key", refused.Message);
    }
}
