namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something that was said of a resource.</summary>
public interface IResourceAnnotation;
