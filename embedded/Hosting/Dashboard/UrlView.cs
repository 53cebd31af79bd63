namespace Aspire.Hosting.Dashboard;

internal sealed record UrlView(string? Text, string Url);
