using System.ComponentModel.DataAnnotations;
using Auctions.Lifecycle;
using Auctions.Outages;
using Auctions.Sessions;
using Auctions.Store;
using Auctions.Sweeping;
using Microsoft.Extensions.Options;

namespace Auctions.Worker.Schedules;

/// <summary>Registers what follows auctions and sessions until they are over.</summary>
internal static class ScheduleRegistration
{
    /// <summary>Adds the schedules, which the workflows of auctions and sessions advance, the sweep, and the heartbeat of the house.</summary>
    public static void AddSchedules(this IServiceCollection services)
    {
        services.AddSingleton<AuctionSchedule>().AddSingleton<SessionSchedule>().AddSingleton<AuctionSweep>();
        services.AddOptions<SweepOptions>().BindConfiguration("Lifetime").ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<SweepService>();
        services.AddOptions<HouseOptions>().BindConfiguration("House").ValidateOnStart();
        services.AddSingleton<IValidateOptions<HouseOptions>, HouseOptionsCheck>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<HouseOptions>>().Value);
        services.AddSingleton<HouseOutages>().AddHostedService<HeartbeatService>();
    }
}

/// <summary>Checks the rule of the house at start.</summary>
internal sealed class HouseOptionsCheck : IValidateOptions<HouseOptions>
{
    public ValidateOptionsResult Validate(string? name, HouseOptions options) =>
        options.Problems().ToList() is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
}

/// <summary>
/// Sweeps all running auctions at a fixed period. Before that it schedules the workflow of every auction and session that is not
/// over and that it has not seen before, because the worker that created it may have died before it scheduled the workflow. Every
/// worker sweeps, and finds the work of the others done.
/// </summary>
internal sealed partial class SweepService(
    AuctionSweep sweep, AuctionIndex index, IAuctionWorkflows workflows, IOptions<SweepOptions> options, TimeProvider time,
    ILogger<SweepService> log) : PeriodicService(TimeSpan.FromMilliseconds(options.Value.SweepMilliseconds), time)
{
    private readonly HashSet<string> _scheduled = [];

    protected override async Task DoAsync(CancellationToken stoppingToken)
    {
        await ScheduleMissingAsync(stoppingToken);
        await sweep.SweepOnceAsync(stoppingToken);
    }

    protected override void LogRecovery() => SweepsAgain(log);

    protected override void LogDelay(string reason) => SweepDelayed(log, reason);

    protected override void LogFailure(Exception failure) => SweepFailed(log, failure);

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

    [LoggerMessage(EventId = 540, Level = LogLevel.Information, Message = "Auctions are swept again")]
    private static partial void SweepsAgain(ILogger logger);

    [LoggerMessage(EventId = 541, Level = LogLevel.Warning, Message = "Auctions can't be swept for the moment ({Reason})")]
    private static partial void SweepDelayed(ILogger logger, string reason);

    [LoggerMessage(EventId = 542, Level = LogLevel.Error, Message = "Auctions can't be swept")]
    private static partial void SweepFailed(ILogger logger, Exception failure);
}

/// <summary>How often outboxes are swept; section <c>Lifetime</c>.</summary>
internal sealed record SweepOptions
{
    /// <summary>The period in milliseconds, from 10 to 60,000.</summary>
    [Range(10, 60_000, ErrorMessage = "Lifetime:{0} must be from {1} to {2}.")]
    public int SweepMilliseconds { get; init; } = 2_000;
}
