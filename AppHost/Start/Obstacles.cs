namespace Auctions.AppHost.Start;

/// <summary>Finds what would keep the system from starting, before anything is started.</summary>
internal static class Obstacles
{
    private const string DataFolder = "EMBEDDED_DATA_DIR";

    /// <summary>Checks the ports, the data folder and the sidecars' program.</summary>
    /// <returns>What is wrong and what to do about it; null if nothing is.</returns>
    public static string? Find(Ports ports, string? dapr, IDistributedApplicationBuilder builder)
    {
        var taken = ports.Chosen.Concat(DashboardPort(builder.Configuration["ASPNETCORE_URLS"]))
            .Where(chosen => !Ports.IsFree(chosen.Port)).Select(Description).ToList();
        if (taken.Count > 0)
            return $"{string.Join(Environment.NewLine, taken)}{Environment.NewLine}Nothing was started.";
        if (dapr is not null)
            return DaprCli.WhyUnusable(dapr);
        return UseDataFolder(builder);
    }

    private static IEnumerable<NamedPort> DashboardPort(string? urls) =>
        (urls ?? "").Split(';')
            .Select(url => Uri.TryCreate(url, UriKind.Absolute, out var parsed) ? parsed.Port : 0)
            .Where(port => port > 0)
            .Select(port => new NamedPort(port, DashboardPorts.Setting, "the dashboard"));

    private static string Description(NamedPort chosen) =>
        $"Port {chosen.Port} ({chosen.Purpose}) is taken by {PortOwner.Of(chosen.Port) ?? "another process"}. "
        + $"End that process, or choose another port with {chosen.Setting} (0: a free one).";

    // The embedded sidecars inherit the variable and keep state and queues in the folder. Each system needs its own folder.
    private static string? UseDataFolder(IDistributedApplicationBuilder builder)
    {
        var folder = Path.GetFullPath(
            builder.Configuration[DataFolder] is { Length: > 0 } given ? given : Path.Combine(builder.AppHostDirectory, "../.data"));
        Environment.SetEnvironmentVariable(DataFolder, folder);
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".writable-{Guid.NewGuid():n}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return $"The data folder {folder} can't be written: {refused.Message} Choose another folder with {DataFolder}.";
        }
    }
}
