namespace Embedded.Sidecar.Hub;

/// <summary>A file that only one process at a time holds open. The operating system closes it when the process ends.</summary>
internal static class FileLock
{
    /// <summary>Acquires the lock; null where another process has it.</summary>
    /// <exception cref="HubStartException">The file can't be created.</exception>
    public static FileStream? TryAcquire(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new HubStartException($"{path} can't be written: {denied.Message}", denied);
        }
        catch (IOException busy) when (busy.GetType() == typeof(IOException) && File.Exists(path))
        {
            return null;
        }
        catch (IOException failure)
        {
            throw new HubStartException($"{path} can't be written: {failure.Message}", failure);
        }
    }
}
