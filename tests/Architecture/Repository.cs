namespace Architecture.Tests;

/// <summary>The folder that the tests read sources and pages from.</summary>
internal static class Repository
{
    public static string Folder { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Auctions.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"There is no Auctions.sln above {AppContext.BaseDirectory}.");
    }
}
