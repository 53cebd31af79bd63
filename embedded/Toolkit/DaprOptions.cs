namespace CommunityToolkit.Aspire.Hosting.Dapr;

/// <summary>The options of all sidecars.</summary>
public sealed record DaprOptions
{
    /// <summary>The program that is run as a sidecar; null looks for the <c>dapr</c> CLI on the PATH.</summary>
    public string? DaprPath { get; set; }
}
