using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Auctions.AppHost.Supervision;

/// <summary>Prints on the terminal what is not healthy yet, and the addresses once everything is.</summary>
internal sealed class Announcement(
    DistributedApplicationModel model, ResourceNotificationService notifications, IConfiguration configuration,
    IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    private const string AspireDashboard = "aspire-dashboard";
    private const int Most = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        try
        {
            var waiting = model.Resources.Where(resource => IsStarted(resource) && !IsBesideSpare(resource))
                .ToDictionary(resource => resource.Name, _ => "not started yet");
            var all = WaitAsync(waiting, ending.Token);
            while (await Task.WhenAny(all, Task.Delay(Patience, time, ending.Token)) != all && !ending.IsCancellationRequested)
                lock (waiting)
                    Console.WriteLine($"Not up yet: {Description(waiting)}");
            await all;
            Console.WriteLine(Addresses());
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // AppHost was stopped before everything was up.
        }
    }

    private static string Description(Dictionary<string, string> waiting) =>
        string.Join(", ", waiting.Take(Most).Select(resource => $"{resource.Key} ({resource.Value})"))
        + (waiting.Count > Most ? $" and {waiting.Count - Most} more" : "");

    // The toolkit also starts the sidecars of spares, which are not healthy without their process.
    private bool IsBesideSpare(IResource resource) => model.Resources.OfType<ServiceResource>()
        .SelectMany(service => service.Members).Any(member => member.IsSpare && member.SidecarIn(model) == resource);

    private static bool IsStarted(IResource resource) =>
        resource is ProjectResource or ExecutableResource && resource.Name != AspireDashboard
        && !resource.Annotations.OfType<ExplicitStartupAnnotation>().Any();

    private async Task WaitAsync(Dictionary<string, string> waiting, CancellationToken cancellation)
    {
        await foreach (var change in notifications.WatchAsync(cancellation))
            lock (waiting)
            {
                if (change.Snapshot.State?.Text == KnownResourceStates.Running && change.Snapshot.HealthStatus == HealthStatus.Healthy)
                    waiting.Remove(change.Resource.Name);
                else if (waiting.ContainsKey(change.Resource.Name))
                    waiting[change.Resource.Name] = Reason(change.Snapshot);
                if (waiting.Count == 0)
                    return;
            }
    }

    private static string Reason(CustomResourceSnapshot snapshot) =>
        snapshot.State?.Text != KnownResourceStates.Running ? snapshot.State?.Text?.ToLowerInvariant() ?? "not started yet"
        : snapshot.HealthReports.FirstOrDefault(report => report.Status is not HealthStatus.Healthy) is { Description: { Length: > 0 } why } ? why
        : "not healthy";

    private string Addresses()
    {
        List<(string Name, string Url)> places = [];
        foreach (var resource in model.Resources.Where(IsStarted))
            if (notifications.TryGetCurrentState(resource.Name, out var current))
                places.AddRange(current.Snapshot.Urls
                    .Where(url => !string.IsNullOrEmpty(url.DisplayProperties.DisplayName) && !url.IsInactive)
                    .Select(url => (url.DisplayProperties.DisplayName, url.Url)));
        if (Dashboard() is { } dashboard)
            places.Add(("dashboard", dashboard));
        var width = places.Select(place => place.Name.Length).DefaultIfEmpty().Max() + 2;
        var seconds = (time.GetUtcNow() - Process.GetCurrentProcess().StartTime.ToUniversalTime()).TotalSeconds;
        return $"""

            Everything is up after {seconds:0.0} s
            {string.Join(Environment.NewLine, places.Select(place => $"  {place.Name.PadRight(width)}{Shown(place.Url)}"))}
              Ctrl+C stops it all

            """;
    }

    private string? Dashboard()
    {
        var url = configuration["ASPNETCORE_URLS"]?.Split(';')[0].TrimEnd('/');
        return model.Resources.All(resource => resource.Name != AspireDashboard) || string.IsNullOrEmpty(url) ? null
            : configuration["AppHost:BrowserToken"] is { Length: > 0 } token ? $"{url}/login?t={token}"
            : $"{url}/";
    }

    private static string Shown(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.AbsolutePath == "/" ? $"{url.TrimEnd('/')}/" : url;
}
