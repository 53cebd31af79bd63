using Dapr.Workflow;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Workflow.Contract.Tests;

/// <summary>An ordinary application with workflows, beside a sidecar.</summary>
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

    /// <summary>Starts a workflow, with its own name for an instance that is given none.</summary>
    public async Task<string> StartAsync(string workflow, object? input = null, string? id = null) =>
        await Client.ScheduleNewWorkflowAsync(workflow, id ?? NewId(workflow), input, (DateTimeOffset?)null, TestContext.Current.CancellationToken);

    /// <summary>Waits for the end of an instance, over whatever happens to the sidecar or the hub meanwhile.</summary>
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

    /// <summary>Runs a workflow to its end, which is a good one, and answers with its output.</summary>
    public async Task<T> ResultAsync<T>(string workflow, object? input = null, string? id = null) =>
        ResultOf<T>(await RunAsync(workflow, input, id));

    /// <summary>The output of an instance that ended well.</summary>
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

    /// <summary>Ends it as a crash would: what is under way is left where it is.</summary>
    public async Task KillAsync()
    {
        try
        {
            await _host.StopAsync(new CancellationToken(canceled: true));
        }
        catch (OperationCanceledException)
        {
            // It was given no time.
        }

        _host.Dispose();
    }

    public async Task StopAsync() => await _host.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync() => await KillAsync();
}
