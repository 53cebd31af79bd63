using Microsoft.Extensions.Hosting;

namespace Auctions.AppHost.Supervision;

/// <summary>
/// When AppHost ends, stops the services before their sidecars: a draining service still needs its sidecar. Aspire would
/// stop all at once.
/// </summary>
internal sealed class OrderlyStop(
    DistributedApplicationModel model, ResourceCommandService commands, ResourceNotificationService states, StartedProcesses started)
    : IHostedLifecycleService
{
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine("Stopping …");
        started.Find();
        await StopAsync<ProjectResource>(cancellationToken);
        await StopAsync<ExecutableResource>(cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private Task<ExecuteCommandResult[]> StopAsync<T>(CancellationToken cancellation)
        where T : IResource => Task.WhenAll(model.Resources.OfType<T>()
        .Where(resource => states.IsRunning(resource))
        .Select(resource => commands.ExecuteCommandAsync(resource, KnownResourceCommands.StopCommand, cancellation)));
}
