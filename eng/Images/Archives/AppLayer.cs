using System.Formats.Tar;
using System.IO.Compression;

namespace Auctions.Images.Archives;

/// <summary>
/// The layer with the published application, as a list of files that depends only on their names and contents. All files
/// belong to root and are read-only for the program, which runs as another user.
/// </summary>
internal sealed class AppLayer
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Searchable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode FileMode = Readable | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode = FileMode | Searchable;

    private readonly SortedDictionary<string, byte[]?> _entries = new(StringComparer.Ordinal);

    /// <summary>The paths of the files from the image's root, without a leading slash: <c>app/Auctions.Api.dll</c>.</summary>
    public IEnumerable<string> Files => _entries.Where(entry => entry.Value is not null).Select(entry => entry.Key);

    /// <summary>The content of a file.</summary>
    /// <exception cref="BadInputException">The layer has no such file.</exception>
    public byte[] this[string name] =>
        _entries.GetValueOrDefault(name) ?? throw new BadInputException($"the application's layer has no file {name}");

    /// <summary>Reads a layer.</summary>
    /// <param name="blob">A tar file compressed with gzip.</param>
    /// <exception cref="BadInputException">The blob is not such a file, or it holds entries other than files and folders.</exception>
    public static AppLayer Read(byte[] blob)
    {
        var layer = new AppLayer();
        try
        {
            using var tar = new TarReader(new GZipStream(new MemoryStream(blob), CompressionMode.Decompress));
            while (tar.GetNextEntry() is { } entry)
                layer.Add(entry);
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException)
        {
            throw new BadInputException($"the application's layer {Digest.Of(blob)} is not a tar file compressed with gzip: {problem.Message}");
        }
        return layer;
    }

    /// <summary>The layer as an uncompressed tar file, whose digest is the layer's <c>diff_id</c>.</summary>
    /// <param name="time">The time of every file in the layer.</param>
    public byte[] Tar(DateTimeOffset time)
    {
        using var bytes = new MemoryStream();
        // Ustar, since the names of pax headers contain the id of this process.
        using (var tar = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content) in _entries)
                tar.WriteEntry(Entry(name, content, time));
        }
        return bytes.ToArray();
    }

    /// <summary>Compresses a layer.</summary>
    /// <param name="tar">A tar file by <see cref="Tar"/>.</param>
    public static byte[] Compress(byte[] tar)
    {
        using var bytes = new MemoryStream();
        // GZipStream's header has neither a name nor a time, so the output depends only on the bytes and the runtime's version.
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(tar);
        return bytes.ToArray();
    }

    private void Add(TarEntry entry)
    {
        var name = entry.Name.TrimStart('.').Trim('/');
        switch (entry.EntryType)
        {
            case TarEntryType.Directory:
                if (name.Length > 0)
                    _entries[name] = null;
                break;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile:
                using (var content = new MemoryStream())
                {
                    entry.DataStream?.CopyTo(content);
                    _entries[name] = content.ToArray();
                }
                break;
            default:
                throw new BadInputException($"the application's layer has {entry.Name}, a {entry.EntryType}; only files and folders are published");
        }
    }

    private static UstarTarEntry Entry(string name, byte[]? content, DateTimeOffset time)
    {
        try
        {
            var entry = content is null
                ? new UstarTarEntry(TarEntryType.Directory, name + "/")
                : new UstarTarEntry(TarEntryType.RegularFile, name);
            entry.ModificationTime = time;
            entry.Mode = content is null ? FolderMode : FileMode;
            if (content is not null)
                entry.DataStream = new MemoryStream(content);
            return entry;
        }
        catch (ArgumentException problem)
        {
            throw new BadInputException($"the application's layer can't hold {name}: {problem.Message}");
        }
    }
}
