using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Runtime;

// Says when everything is well, and where to go; and while it isn't, for whom it waits.
internal sealed class Announcement(IReadOnlyList<ResourceRun> runs, int? dashboardPort, RunHost host, long began)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            var ready = host.Changes.UntilAsync(() => runs.All(run => run.IsReady), cancellation);
            while (await Task.WhenAny(ready, Task.Delay(Patience, host.Time, cancellation)) != ready && !cancellation.IsCancellationRequested)
                host.Console.Write("host", $"not well yet: {string.Join("; ", runs.Where(run => !run.IsReady).Select(Why))}");
            await ready;
            host.Console.Write(null, Text());
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // It is told to stop before everything was well.
        }
    }

    private string Text()
    {
        var urls = runs.SelectMany(run => ResourceUrls.Of(run.Resource)).Where(url => url.DisplayText is not null)
            .Select(url => (Text: url.DisplayText!, url.Url)).ToList();
        if (dashboardPort is { } port)
            urls.Add(("dashboard", $"http://localhost:{port}"));
        var width = urls.Select(url => url.Text.Length).DefaultIfEmpty().Max() + 2;
        var lines = urls.Select(url => $"  {url.Text.PadRight(width)}{Shown(url.Url)}");
        return $"""

            Everything is up after {host.Time.GetElapsedTime(began).TotalSeconds:0.0} s
            {string.Join(Environment.NewLine, lines)}
              Ctrl+C stops it all

            """;
    }

    private static string Shown(string url) => new Uri(url).AbsolutePath == "/" ? $"{url.TrimEnd('/')}/" : url;

    private static string Why(ResourceRun run)
    {
        var instance = run.Instances.FirstOrDefault(instance => !instance.IsReady);
        return instance switch
        {
            null => $"{run.Name} is stopped",
            { State: RunState.Waiting } => $"{run.Name} waits for {string.Join(" and ", run.WaitsFor.Where(other => !other.IsReady).Select(other => other.Name))}",
            { State: RunState.Running } => $"{instance.Name} is not healthy ({instance.HealthReason ?? "not asked yet"})",
            _ => $"{instance.Name} is {instance.State.ToString().ToLowerInvariant()}",
        };
    }
}
