using Auctions.Outages;

namespace Auctions.Worker.Schedules;

/// <summary>
/// Shows every second that a worker can commit. Has a service of its own, because a sweep over many auctions would hold it up.
/// </summary>
internal sealed partial class HeartbeatService(HouseOutages outages, TimeProvider time, ILogger<HeartbeatService> log)
    : PeriodicService(HouseOutages.Period, time)
{
    protected override Task DoAsync(CancellationToken stoppingToken) => outages.BeatAsync(stoppingToken);

    protected override void LogRecovery() => BeatsAgain(log);

    protected override void LogDelay(string reason) => BeatDelayed(log, reason);

    protected override void LogFailure(Exception failure) => BeatFailed(log, failure);

    [LoggerMessage(EventId = 550, Level = LogLevel.Information, Message = "The beat of the house is written again")]
    private static partial void BeatsAgain(ILogger logger);

    [LoggerMessage(EventId = 551, Level = LogLevel.Warning, Message = "The beat of the house can't be written for the moment ({Reason})")]
    private static partial void BeatDelayed(ILogger logger, string reason);

    [LoggerMessage(EventId = 552, Level = LogLevel.Error, Message = "The beat of the house can't be written")]
    private static partial void BeatFailed(ILogger logger, Exception failure);
}
