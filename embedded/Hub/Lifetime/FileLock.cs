namespace Embedded.Hub.Lifetime;

/// <summary>A file that one process at a time holds open. It goes with the process, however that ends.</summary>
internal static class FileLock
{
    /// <summary>The lock; null where another process has it.</summary>
    /// <exception cref="HubStartException">The file can't be made.</exception>
    public static FileStream? TryTake(string path)
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
