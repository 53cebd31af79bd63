using System.Globalization;
using Deploy.Tests.Rendered;

namespace Deploy.Tests.Rules;

internal static class Ending
{
    /// <summary>The time that ServiceDefaults/Draining/Drain.cs allows for work in flight after the drain.</summary>
    private const double InFlightSeconds = 20;

    public static readonly Rule[] Rules =
    [
        new("A pod's grace period covers the end of its app and of its sidecar", HasTime),
        new("A sidecar outlives its app's drain", Outlives),
    ];

    private static IEnumerable<string> HasTime(Deployed deployed) =>
        from service in deployed.Services()
        let app = Drain(service.Container) + InFlightSeconds
        let sidecar = Deployed.Apps.Contains(service.App)
            ? deployed.Seconds(service.App, "dapr.io/block-shutdown-duration") + deployed.Seconds(service.App, "dapr.io/graceful-shutdown-seconds")
            : 0
        where !(service.Pod.TerminationGracePeriodSeconds > app && service.Pod.TerminationGracePeriodSeconds > sidecar)
        select $"Deployment {service.App}: terminationGracePeriodSeconds is {service.Pod.TerminationGracePeriodSeconds}, "
            + $"the app's end takes {app} s, the sidecar's {sidecar} s";

    // A draining app is unhealthy. Its sidecar ends once it has noticed that, or when its own time is up.
    private static IEnumerable<string> Outlives(Deployed deployed) =>
        from service in deployed.ServicesWithSidecar()
        let noticed = deployed.Seconds(service.App, "dapr.io/app-health-probe-interval")
            * (deployed.Seconds(service.App, "dapr.io/app-health-threshold") - 1)
        let blocked = deployed.Seconds(service.App, "dapr.io/block-shutdown-duration")
        let needed = Drain(service.Container) + 5
        where !(noticed >= needed && blocked >= needed)
        select $"Deployment {service.App}: its sidecar may end {Math.Min(noticed, blocked)} s after SIGTERM, its app needs it for {needed} s";

    private static double Drain(k8s.Models.V1Container container) =>
        double.TryParse(
            container.Env?.SingleOrDefault(variable => variable.Name == "Shutdown__DrainSeconds")?.Value,
            CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : double.NaN;
}
