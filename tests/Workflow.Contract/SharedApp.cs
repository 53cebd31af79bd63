[assembly: AssemblyFixture(typeof(Workflow.Contract.Tests.SharedApp))]

namespace Workflow.Contract.Tests;

/// <summary>
/// The app of the tests that kill no process, with all their workflows. Where DAPR_GRPC_ENDPOINT is set, the app uses that
/// sidecar, which may be daprd. Tests that kill a process, or test what only the embedded sidecar does, start their own.
/// </summary>
public sealed class SharedApp : IAsyncLifetime
{
    private readonly OwnSystem _system = new();

    internal static bool IsOutside => Environment.GetEnvironmentVariable("DAPR_GRPC_ENDPOINT") is { Length: > 0 };

    internal WorkflowApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var endpoint = IsOutside ? Environment.GetEnvironmentVariable("DAPR_GRPC_ENDPOINT")! : (await _system.SidecarAsync("workflows")).GrpcEndpoint;
        App = await WorkflowApp.StartAsync(endpoint, options =>
        {
            CommonActivities.Register(options);
            When_a_workflow_runs.Register(options);
            When_an_activity_fails.Register(options);
            When_a_workflow_waits_for_time.Register(options);
            When_events_are_raised.Register(options);
            When_workflows_have_children.Register(options);
            When_a_workflow_continues_as_new.Register(options);
            When_an_instance_is_controlled.Register(options);
            When_a_name_is_unknown.Register(options);
            When_it_is_traced.Register(options);
            Sums.Register(options);
        });
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await _system.DisposeAsync();
    }

    /// <summary>Skips a test of a feature that only the embedded sidecar has.</summary>
    internal static void OnlyOwn() =>
        Assert.SkipWhen(IsOutside, "DAPR_GRPC_ENDPOINT is set: this ends processes, or is about the embedded sidecar's own words");
}
