using Aspire.Hosting.Publishing;
using Aspire.Hosting.Runtime;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>
/// The application: its projects and their sidecars, started and kept running as long as this is.
/// A stand-in for Aspire's class of this name, with its own small runtime and dashboard.
/// </summary>
public sealed class DistributedApplication : IHost, IAsyncDisposable
{
    private readonly IHost _host;
    private readonly ManifestPublisher? _publisher;

    internal DistributedApplication(IHost host, DistributedApplicationBuilder builder)
    {
        _host = host;
        _publisher = builder.ExecutionContext.IsPublishMode ? new ManifestPublisher(builder) : null;
        Orchestrator = new Orchestrator(builder, host.Services);
    }

    /// <summary>The services of AppHost itself.</summary>
    public IServiceProvider Services => _host.Services;

    internal Orchestrator Orchestrator { get; }

    /// <summary>Begins an application without a command line.</summary>
    public static IDistributedApplicationBuilder CreateBuilder() => CreateBuilder([]);

    /// <summary>Begins an application.</summary>
    /// <param name="args">The command line; it takes part in the configuration.</param>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args) =>
        CreateBuilder(new DistributedApplicationOptions { Args = args });

    /// <summary>Begins an application.</summary>
    public static IDistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options) =>
        new DistributedApplicationBuilder(options);

    /// <summary>Starts every part; returns once they are on their way, not once they are healthy. To be published, none is started: the manifest is written.</summary>
    /// <exception cref="DistributedApplicationException">Nothing was started or written, and why.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default) =>
        _publisher?.PublishAsync(cancellationToken) ?? Orchestrator.StartAsync(cancellationToken);

    /// <summary>Stops every part: those that wait for others first, sidecars last.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => Orchestrator.StopAsync(cancellationToken);

    /// <summary>Starts, runs until Ctrl+C, SIGTERM or the token, and stops. To be published, it ends once the manifest is written.</summary>
    /// <exception cref="DistributedApplicationException">Nothing was started or written, and why.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        using var signals = new StopSignals();
        using var asked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, signals.Stop);
        try
        {
            await StartAsync(asked.Token);
            if (_publisher is null)
                await Task.Delay(Timeout.Infinite, asked.Token);
        }
        catch (OperationCanceledException) when (asked.IsCancellationRequested)
        {
            // This is how it is told to stop.
        }
        finally
        {
            await StopAsync(signals.StopNow);
            await DisposeAsync();
        }
    }

    /// <summary>As <see cref="RunAsync"/>; what keeps it from starting goes to the terminal, and the exit code is 1.</summary>
    public void Run()
    {
        try
        {
            RunAsync().GetAwaiter().GetResult();
        }
        catch (DistributedApplicationException refused)
        {
            Console.Error.WriteLine(refused.Message);
            Environment.ExitCode = 1;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Orchestrator.DisposeAsync();
        _host.Dispose();
    }
}
