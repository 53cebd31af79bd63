namespace Aspire.Hosting;

/// <summary>How an application is built.</summary>
public sealed class DistributedApplicationOptions
{
    /// <summary>The command line.</summary>
    public string[]? Args { get; set; }

    /// <summary>No dashboard.</summary>
    public bool DisableDashboard { get; set; }

    /// <summary>The folder to which relative paths belong; by default AppHost's.</summary>
    public string? ProjectDirectory { get; set; }
}
