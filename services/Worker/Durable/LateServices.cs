namespace Auctions.Worker.Durable;

/// <summary>
/// The process' services, for functions that are registered before there are any and run when there are. As the first
/// of the hosted services it has them before the others start.
/// </summary>
internal sealed class LateServices : IHostedService
{
    private IServiceProvider? _provider;

    /// <summary>The services.</summary>
    /// <exception cref="InvalidOperationException">The process has not started.</exception>
    public IServiceProvider Provider => _provider ?? throw new InvalidOperationException("Work came before the process had started.");

    /// <summary>For work that must not be cut off: ends once the process has stopped.</summary>
    public CancellationToken Stopped => Provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped;

    /// <summary>One of the services.</summary>
    public T Get<T>()
        where T : notnull => Provider.GetRequiredService<T>();

    /// <summary>Takes the services.</summary>
    public LateServices From(IServiceProvider provider)
    {
        _provider = provider;
        return this;
    }

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
