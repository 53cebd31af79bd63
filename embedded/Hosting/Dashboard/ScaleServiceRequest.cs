namespace Aspire.Hosting.Dashboard;

internal sealed record ScaleServiceRequest(int? Replicas, double HealthySeconds = ServicesApi.StandardHealthySeconds);
