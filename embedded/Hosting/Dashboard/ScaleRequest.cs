namespace Aspire.Hosting.Dashboard;

internal sealed record ScaleRequest(int? Replicas);
