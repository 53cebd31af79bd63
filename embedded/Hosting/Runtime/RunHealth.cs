namespace Aspire.Hosting.Runtime;

internal enum RunHealth
{
    // Not asked yet, or nothing runs.
    Unknown,
    Healthy,
    Unhealthy,
}
