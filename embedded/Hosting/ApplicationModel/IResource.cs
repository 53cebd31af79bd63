namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of the application: a project, a parameter, a sidecar, a component.</summary>
public interface IResource
{
    /// <summary>Unique in the application.</summary>
    string Name { get; }

    /// <summary>What was said of it, in order; where only one counts, the last does.</summary>
    ResourceAnnotationCollection Annotations { get; }
}
