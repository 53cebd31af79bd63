namespace Aspire.Hosting;

/// <summary>Whether the application runs or is published.</summary>
public sealed class DistributedApplicationExecutionContext
{
    internal DistributedApplicationExecutionContext(bool isPublishMode) => IsPublishMode = isPublishMode;

    /// <summary>Written out for another machine (<c>--publisher</c>).</summary>
    public bool IsPublishMode { get; }

    /// <summary>Run here.</summary>
    public bool IsRunMode => !IsPublishMode;
}
