namespace Aspire.Hosting.Dashboard;

internal sealed record RestartServiceRequest(bool Rolling = false, double HealthySeconds = ServicesApi.StandardHealthySeconds);
