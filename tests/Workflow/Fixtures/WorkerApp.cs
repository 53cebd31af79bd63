using Dapr.Workflow;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Workflow.Tests.Fixtures;

/// <summary>An application with workflows, beside a sidecar.</summary>
internal sealed class WorkerApp : IAsyncDisposable
{
    private readonly IHost _host;

    private WorkerApp(IHost host, LogLines log)
    {
        _host = host;
        Log = log;
    }

    public LogLines Log { get; }

    public DaprWorkflowClient Client => _host.Services.GetRequiredService<DaprWorkflowClient>();

    public static async Task<WorkerApp> StartAsync(
        int port,
        Action<WorkflowRuntimeOptions>? configure = null,
        Action<IServiceCollection>? addServices = null,
        string? apiToken = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["DAPR_GRPC_PORT"] = $"{port}",
            ["DAPR_API_TOKEN"] = apiToken,
        });
        var log = new LogLines();
        builder.Logging.AddProvider(log).AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.AddDaprWorkflow(configure ?? (_ => { }));
        addServices?.Invoke(builder.Services);
        var app = new WorkerApp(builder.Build(), log);
        await app._host.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _host.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _host.StopAsync(now.Token);
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
