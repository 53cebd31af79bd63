using Dapr.Workflow;
using Dapr.Workflow.Connection;
using Dapr.Workflow.Registration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Workflow.Tests.Fixtures;

namespace Workflow.Tests;

public sealed class When_workflows_are_registered
{
    internal sealed class Found : Workflow<string, string>
    {
        public override Task<string> RunAsync(WorkflowContext context, string input) => Task.FromResult(input);
    }

    internal sealed class FoundActivity : WorkflowActivity<string, string>
    {
        public override Task<string> RunAsync(WorkflowActivityContext context, string input) => Task.FromResult(input);
    }

    [Fact]
    public async Task Those_of_the_calling_assembly_are_found()
    {
        await using var services = new ServiceCollection().AddDaprWorkflow().BuildServiceProvider();
        var registry = services.GetRequiredService<WorkflowRegistry>();
        Assert.NotNull(registry.Workflow("Found"));
        Assert.NotNull(registry.Activity("foundactivity"));
        Assert.Null(registry.Workflow("FoundActivity"));
    }

    [Fact]
    public async Task One_that_is_registered_twice_is_the_first_and_a_warning()
    {
        using var log = new LogLines();
        await using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(log))
            .AddDaprWorkflow(options => options.RegisterWorkflow<Found>("Other"))
            .AddDaprWorkflow(options => options.RegisterWorkflow<int, int>("OTHER", (_, number) => Task.FromResult(number)))
            .BuildServiceProvider();
        Assert.IsType<Found>(services.GetRequiredService<WorkflowRegistry>().Workflow("other")!.Make(services));
        Assert.Contains("registered more than once", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_client_lives_as_long_as_it_is_told()
    {
        await using var services = new ServiceCollection()
            .AddDaprWorkflow(_ => { }, ServiceLifetime.Transient).BuildServiceProvider();
        Assert.NotSame(services.GetRequiredService<DaprWorkflowClient>(), services.GetRequiredService<DaprWorkflowClient>());
        Assert.Null(services.GetService<IDaprWorkflowClient>());
    }

    [Theory]
    [InlineData(null, null, "http://127.0.0.1:50001/")]
    [InlineData(null, "4001", "http://127.0.0.1:4001/")]
    [InlineData("http://10.0.0.1:4002", "4001", "http://10.0.0.1:4002/")]
    [InlineData("https://sidecar", null, "https://sidecar/")]
    [InlineData("sidecar:4003", null, "http://sidecar:4003/")]
    public void The_sidecar_is_where_the_configuration_says(string? endpoint, string? port, string expected)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["DAPR_GRPC_ENDPOINT"] = endpoint,
            ["DAPR_GRPC_PORT"] = port,
        }).Build();
        Assert.Equal(expected, SidecarAddress.Read(configuration).Endpoint.ToString());
    }

    [Fact]
    public void An_address_that_is_none_is_named()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["DAPR_GRPC_PORT"] = "door" }).Build();
        Assert.Contains(
            "door", Assert.Throws<InvalidOperationException>(() => SidecarAddress.Read(configuration)).Message, StringComparison.Ordinal);
    }
}
