using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Auctions.AppHost.Supervision;

/// <summary>
/// Starts a process again that has died, which Aspire itself does not. A process that a person stops passes through
/// "Stopping" first; a process that dies does not.
/// </summary>
internal sealed partial class Supervisor(
    ResourceNotificationService notifications, ResourceCommandService commands, ResourceLoggerService lines,
    ServiceStates services, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<Supervisor> log) : BackgroundService
{
    private const int LastLines = 5;
    private static readonly TimeSpan ForLastLines = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, RestartBackoff> _backoffs = [];
    private readonly HashSet<string> _stopping = [];
    private readonly HashSet<string> _ended = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        try
        {
            await foreach (var change in notifications.WatchAsync(ending.Token))
                if (change.Resource is ProjectResource or ExecutableResource && change.Snapshot.State?.Text is { } state)
                {
                    Note(change, state, ending.Token);
                    await services.UpdateAsync(change.Resource);
                }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // AppHost is ending.
        }
    }

    private void Note(ResourceEvent change, string state, CancellationToken cancellation)
    {
        if (state == KnownResourceStates.Stopping)
        {
            _stopping.Add(change.ResourceId);
        }
        else if (!ResourceStates.Ended.Contains(state))
        {
            if (_ended.Remove(change.ResourceId) && _backoffs.TryGetValue(change.ResourceId, out var known))
                known.Started();
            if (state == KnownResourceStates.Running)
                _stopping.Remove(change.ResourceId);
        }
        else if (_ended.Add(change.ResourceId) && !_stopping.Remove(change.ResourceId))
        {
            if (!_backoffs.TryGetValue(change.ResourceId, out var backoff))
                _backoffs.Add(change.ResourceId, backoff = new RestartBackoff(time));
            _ = StartAgainAsync(change, backoff.Died(), backoff.Restarts, cancellation);
        }
    }

    private async Task StartAgainAsync(ResourceEvent death, TimeSpan delay, int restarts, CancellationToken cancellation)
    {
        try
        {
            var last = await LastLinesAsync(death.ResourceId);
            Died(log, death.Resource.Name, death.Snapshot.ExitCode, delay.TotalSeconds, last.Length == 0 ? "" : $"{Environment.NewLine}{last}");
            Died(lines.GetLogger(death.Resource), death.Resource.Name, death.Snapshot.ExitCode, delay.TotalSeconds, "");
            await notifications.PublishUpdateAsync(
                death.Resource, death.ResourceId, snapshot => snapshot with { Properties = With(snapshot.Properties, restarts) });
            for (var wait = delay; ; wait = RestartBackoff.Longest)
            {
                await Task.Delay(wait, time, cancellation);
                // A person may have started the process meanwhile.
                if (notifications.IsRunning(death.Resource))
                    return;
                var started = await commands.ExecuteCommandAsync(death.ResourceId, KnownResourceCommands.StartCommand, cancellation);
                if (started.Success)
                    return;
                NotStarted(log, death.Resource.Name, RestartBackoff.Longest.TotalSeconds, started.Message);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // AppHost is ending.
        }
    }

    private static ImmutableArray<ResourcePropertySnapshot> With(ImmutableArray<ResourcePropertySnapshot> properties, int restarts) =>
        [.. properties.Where(property => property.Name != "Restarts"), new ResourcePropertySnapshot("Restarts", restarts)];

    /// <summary>The last lines that the process wrote, which may say why it died.</summary>
    private async Task<string> LastLinesAsync(string resourceId)
    {
        var last = new Queue<string>();
        using var patience = new CancellationTokenSource(ForLastLines, time);
        try
        {
            await foreach (var batch in lines.GetAllAsync(resourceId).WithCancellation(patience.Token))
                foreach (var line in batch.Select(line => ResourceLines.Plain(line.Content)).OfType<string>())
                {
                    last.Enqueue(line);
                    if (last.Count > LastLines)
                        last.Dequeue();
                }
        }
        catch (OperationCanceledException)
        {
            // The lines that arrived in time must be enough.
        }

        return string.Join(Environment.NewLine, last);
    }

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Warning, Message = "{Resource} died (exit code {ExitCode}); restarting it in {Seconds} s.{LastLines}")]
    private static partial void Died(ILogger logger, string resource, int? exitCode, double seconds, string lastLines);

    [LoggerMessage(
        EventId = 2, Level = LogLevel.Error, Message = "{Resource} could not be restarted; trying again in {Seconds} s: {Problem}")]
    private static partial void NotStarted(ILogger logger, string resource, double seconds, string? problem);
}
