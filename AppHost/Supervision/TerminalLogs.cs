using Microsoft.Extensions.Hosting;

namespace Auctions.AppHost.Supervision;

/// <summary>With <c>--logs</c>: shows the log lines of every process on the terminal, each after the name of its process.</summary>
internal sealed class TerminalLogs(ResourceNotificationService notifications, ResourceLoggerService lines) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var read = new Dictionary<string, Task>();
        try
        {
            await foreach (var change in notifications.WatchAsync(stoppingToken))
                if (change.Resource is ProjectResource or ExecutableResource && !read.ContainsKey(change.ResourceId))
                    read.Add(change.ResourceId, ReadAsync(change.ResourceId, change.Resource.Name, stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // AppHost ends.
        }

        await Task.WhenAll(read.Values);
    }

    private async Task ReadAsync(string resourceId, string name, CancellationToken cancellation)
    {
        try
        {
            await foreach (var batch in lines.WatchAsync(resourceId).WithCancellation(cancellation))
                foreach (var line in batch)
                    if (ResourceLines.Plain(line.Content) is { } plain)
                        Console.WriteLine($"{name,-17} | {plain}");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // AppHost ends.
        }
    }
}
