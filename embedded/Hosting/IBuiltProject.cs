namespace Aspire.Hosting;

/// <summary>
/// What this stand-in needs beside <see cref="IProjectMetadata"/>: it builds nothing, so it must know what was built.
/// </summary>
public interface IBuiltProject
{
    /// <summary>The absolute path of the assembly that the project builds.</summary>
    string TargetPath { get; }
}
