using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Auctions.ServiceDefaults.Health;

/// <summary>Asks for all needs of the process every second. As a health check it only looks up results, and so can't hang.</summary>
internal sealed class Needs : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly NeedState[] _states;

    public Needs(IEnumerable<INeed> needs, TimeProvider time, ILogger<Needs> log, IMeterFactory meters)
    {
        _time = time;
        _states = [.. needs.Select(need => new NeedState(need, time, log))];
        meters.Create(ProcessUptime.MeterName).CreateObservableGauge<int>(
            "auctions.need.missing", MissingOrNot, "{need}", "1 for a need that the process misses, 0 for one that is there.");
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problems = string.Join("; ", _states.Select(state => state.Problem).OfType<string>());
        return Task.FromResult(problems.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"{problems}."));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        try
        {
            do
                await Task.WhenAll(_states.Select(state => state.AskAsync(stoppingToken)));
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private IEnumerable<Measurement<int>> MissingOrNot() => _states.Select(state =>
        new Measurement<int>(state.Problem is null ? 0 : 1, new KeyValuePair<string, object?>("need", state.Name)));
}
