namespace Hub.Tests.Fixtures;

/// <summary>A folder of one test's own; it goes with the test.</summary>
public sealed class DataDirectory : IDisposable
{
    /// <summary>The folder, which is there.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("hub-tests-").FullName;

    /// <summary>A file in it.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
