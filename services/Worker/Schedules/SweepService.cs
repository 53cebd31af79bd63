using System.ComponentModel.DataAnnotations;
using Auctions.Lifecycle;
using Auctions.Sessions;
using Auctions.Store;
using Auctions.Sweeping;
using Auctions.Worker.Intake;
using Microsoft.Extensions.Options;

namespace Auctions.Worker.Schedules;

/// <summary>Registers what follows auctions and sessions until they are over.</summary>
internal static class ScheduleRegistration
{
    /// <summary>Adds the schedules, which the workflows of auctions and sessions advance, and the sweep.</summary>
    public static void AddSchedules(this IServiceCollection services)
    {
        services.AddSingleton<AuctionSchedule>().AddSingleton<SessionSchedule>().AddSingleton<AuctionSweep>();
        services.AddOptions<SweepOptions>().BindConfiguration("Lifetime").ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<SweepService>();
    }
}

/// <summary>
/// Sweeps all running auctions at a fixed period. Before that it schedules the workflow of every auction and session that is not
/// over and that it has not seen before, because the worker that created it may have died before it scheduled the workflow. Every
/// worker sweeps, and finds the work of the others done.
/// </summary>
internal sealed class SweepService(
    AuctionSweep sweep, AuctionIndex index, IAuctionWorkflows workflows, IOptions<SweepOptions> options, TimeProvider time,
    ILogger<SweepService> log) : BackgroundService
{
    private readonly HashSet<string> _scheduled = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isFailing = false;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.Value.SweepMilliseconds), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                isFailing = await SweepAsync(isFailing, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    /// <summary>Sweeps once. Logs only when sweeps begin to fail and when they succeed again. Returns whether this sweep failed.</summary>
    private async Task<bool> SweepAsync(bool wasFailing, CancellationToken stoppingToken)
    {
        try
        {
            await ScheduleMissingAsync(stoppingToken);
            await sweep.SweepOnceAsync(stoppingToken);
            if (wasFailing)
                log.LogInformation("Auctions are swept again");
            return false;
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            if (wasFailing)
                return true;

            // It is normal that a sidecar has not started yet or has stopped, and a stack trace would not help.
            if (Retryable.Reason(failure) is { } reason)
                log.LogWarning("Auctions can't be swept for the moment ({Reason})", reason);
            else
                log.LogError(failure, "Auctions can't be swept");
            return true;
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops. The sidecar's client reports a cancelled call by its own type of exception.
            return wasFailing;
        }
    }

    private async Task ScheduleMissingAsync(CancellationToken stoppingToken)
    {
        var running = (await index.ReadAsync(stoppingToken)).Where(line => !line.IsOver).ToList();
        foreach (var line in running.Where(line => !_scheduled.Contains(line.Id)))
        {
            await workflows.ScheduleAsync(line.Id, stoppingToken);
            if (line.Session is { } session)
                await workflows.ScheduleSessionAsync(session, stoppingToken);
            _scheduled.Add(line.Id);
        }

        _scheduled.IntersectWith(running.Select(line => line.Id));
    }
}

/// <summary>How often outboxes are swept; section <c>Lifetime</c>.</summary>
internal sealed record SweepOptions
{
    /// <summary>The period in milliseconds, from 10 to 60,000.</summary>
    [Range(10, 60_000, ErrorMessage = "Lifetime:{0} must be from {1} to {2}.")]
    public int SweepMilliseconds { get; init; } = 2_000;
}
