using Dapr.Workflow;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Workflow.Contract.Tests;

/// <summary>An ordinary application with workflows and a sidecar.</summary>
internal sealed class WorkflowApp : IAsyncDisposable
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);

    private readonly IHost _host;

    private WorkflowApp(IHost host)
    {
        _host = host;
        Client = host.Services.GetRequiredService<DaprWorkflowClient>();
    }

    public DaprWorkflowClient Client { get; }

    public static async Task<WorkflowApp> StartAsync(string grpcEndpoint, Action<WorkflowRuntimeOptions> configure)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration["DAPR_GRPC_ENDPOINT"] = grpcEndpoint;
        builder.Services.AddDaprWorkflow(configure);
        var app = new WorkflowApp(builder.Build());
        await app._host.StartAsync();
        return app;
    }

    /// <summary>Starts a workflow; without an id, the instance gets one made of the workflow's name.</summary>
    public async Task<string> StartAsync(string workflow, object? input = null, string? id = null) =>
        await Client.ScheduleNewWorkflowAsync(workflow, id ?? NewId(workflow), input, (DateTimeOffset?)null, TestContext.Current.CancellationToken);

    /// <summary>Waits for the end of an instance, also while the sidecar or the hub restarts.</summary>
    public async Task<WorkflowState> EndOfAsync(string id)
    {
        var cancellation = TestContext.Current.CancellationToken;
        while (true)
        {
            try
            {
                return await Client.WaitForWorkflowCompletionAsync(id, true, cancellation);
            }
            catch (RpcException away) when (away.StatusCode is not StatusCode.NotFound && !cancellation.IsCancellationRequested)
            {
                await Task.Delay(BetweenTries, TimeProvider.System, cancellation);
            }
        }
    }

    /// <summary>Runs a workflow to its end.</summary>
    public async Task<WorkflowState> RunAsync(string workflow, object? input = null, string? id = null) =>
        await EndOfAsync(await StartAsync(workflow, input, id));

    /// <summary>Runs a workflow until it completes, and returns its output.</summary>
    public async Task<T> ResultAsync<T>(string workflow, object? input = null, string? id = null) =>
        ResultOf<T>(await RunAsync(workflow, input, id));

    /// <summary>The output of a completed instance.</summary>
    public static T ResultOf<T>(WorkflowState state)
    {
        Assert.True(state.RuntimeStatus == WorkflowRuntimeStatus.Completed, $"{state.RuntimeStatus}: {state.FailureDetails?.ErrorMessage}");
        return state.ReadOutputAs<T>()!;
    }

    /// <summary>Why an instance failed.</summary>
    public static WorkflowTaskFailureDetails FailureOf(WorkflowState state)
    {
        Assert.Equal(WorkflowRuntimeStatus.Failed, state.RuntimeStatus);
        return Assert.IsType<WorkflowTaskFailureDetails>(state.FailureDetails);
    }

    public async Task<WorkflowState> StateOfAsync(string id) =>
        Assert.IsType<WorkflowState>(await Client.GetWorkflowStateAsync(id, true, TestContext.Current.CancellationToken));

    public Task RaiseAsync(string id, string name, object? payload = null) =>
        Client.RaiseEventAsync(id, name, payload, TestContext.Current.CancellationToken);

    public static string NewId(string workflow) => $"{workflow}-{Guid.NewGuid():N}";

    /// <summary>Ends the app as a crash does, without completing its work.</summary>
    public async Task KillAsync()
    {
        try
        {
            await _host.StopAsync(new CancellationToken(canceled: true));
        }
        catch (OperationCanceledException)
        {
            // The app has no time to stop, on purpose.
        }

        _host.Dispose();
    }

    public async Task StopAsync() => await _host.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync() => await KillAsync();
}
