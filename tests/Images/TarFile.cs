using System.Formats.Tar;
using System.Text;

namespace Images.Tests;

/// <summary>A tar file made in memory.</summary>
internal static class TarFile
{
    public static byte[] Of(string name, string content)
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
            {
                ModificationTime = DateTimeOffset.UnixEpoch,
                DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)),
            });
        }
        return bytes.ToArray();
    }
}
