using System.Formats.Tar;

namespace Auctions.Images.Archives;

/// <summary>
/// An OCI image layout in one tar file: <c>oci-layout</c>, <c>index.json</c> and blobs by digest. The archive is kept in
/// memory, since our images have only some tens of megabytes.
/// </summary>
internal sealed class OciArchive
{
    private const string BlobFolder = "blobs/sha256/";
    private readonly SortedDictionary<string, byte[]> _blobs = new(StringComparer.Ordinal);

    /// <summary>The content of <c>index.json</c>.</summary>
    public byte[] Index { get; set; } = [];

    /// <summary>The content of <c>oci-layout</c>.</summary>
    public byte[] Layout { get; init; } = """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray();

    /// <summary>The digests of all blobs, sorted.</summary>
    public IReadOnlyCollection<string> Digests => _blobs.Keys;

    /// <summary>The blob of a digest.</summary>
    /// <param name="digest">A digest by <see cref="Digest.Of"/>.</param>
    /// <exception cref="BadInputException">The archive has no such blob.</exception>
    public byte[] Blob(string digest) =>
        _blobs.TryGetValue(digest, out var blob) ? blob : throw new BadInputException($"the archive has no blob {digest}, which it refers to");

    /// <summary>Adds a blob.</summary>
    /// <returns>Its digest.</returns>
    public string Add(byte[] blob)
    {
        var digest = Digest.Of(blob);
        _blobs[digest] = blob;
        return digest;
    }

    /// <summary>Reads an archive and checks that every blob matches its digest.</summary>
    /// <param name="path">The tar file, not compressed.</param>
    /// <exception cref="BadInputException">
    /// There is no such file, or it is not an OCI layout in a tar file, or a blob does not match its digest.
    /// </exception>
    public static OciArchive Read(string path)
    {
        if (!File.Exists(path))
            throw new BadInputException($"--archive {path}: there is no such file");
        using var file = File.OpenRead(path);
        var files = Files(file, path);
        if (!files.TryGetValue("index.json", out var index) || !files.TryGetValue("oci-layout", out var layout))
            throw new BadInputException($"{path} is not an OCI archive: it has no index.json or no oci-layout");
        var archive = new OciArchive { Index = index, Layout = layout };
        foreach (var (name, content) in files.Where(entry => entry.Key.StartsWith(BlobFolder, StringComparison.Ordinal)))
        {
            if (archive.Add(content) != "sha256:" + name[BlobFolder.Length..])
                throw new BadInputException($"{path}: {name} does not match its name: its digest is {Digest.Of(content)}");
        }
        return archive;
    }

    /// <summary>Writes the archive. The same blobs and the same time give the same bytes.</summary>
    /// <param name="path">An existing file is replaced.</param>
    /// <param name="time">The time of every entry.</param>
    public void Write(string path, DateTimeOffset time)
    {
        using var file = File.Create(path);
        using var tar = new TarWriter(file, TarEntryFormat.Ustar);
        Add("oci-layout", Layout);
        Add("index.json", Index);
        foreach (var (digest, blob) in _blobs)
            Add(BlobFolder + digest["sha256:".Length..], blob);

        void Add(string name, byte[] content) => tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
        {
            ModificationTime = time,
            DataStream = new MemoryStream(content),
        });
    }

    private static Dictionary<string, byte[]> Files(Stream file, string path)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        try
        {
            using var tar = new TarReader(file);
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                    continue;
                using var content = new MemoryStream();
                entry.DataStream?.CopyTo(content);
                files[entry.Name] = content.ToArray();
            }
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException)
        {
            throw new BadInputException($"{path} is not a tar file: {problem.Message}");
        }
        return files;
    }
}
