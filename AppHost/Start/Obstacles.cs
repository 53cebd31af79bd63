namespace Auctions.AppHost.Start;

/// <summary>What would keep the system from coming up, found before anything is started.</summary>
internal static class Obstacles
{
    private const string DataFolder = "EMBEDDED_DATA_DIR";

    /// <summary>Looks at the ports, the folder of the data and the sidecars' program.</summary>
    /// <returns>What is in the way and what to do about it, in words; null where nothing is.</returns>
    public static string? Find(Ports ports, string? dapr, IDistributedApplicationBuilder builder)
    {
        var taken = ports.Chosen.Concat(Dashboard(builder.Configuration["ASPNETCORE_URLS"])).Where(chosen => !Ports.IsFree(chosen.Port)).Select(Words).ToList();
        if (taken.Count > 0)
            return $"{string.Join(Environment.NewLine, taken)}{Environment.NewLine}Nothing was started.";
        if (dapr is not null)
            return DaprCli.WhyUnusable(dapr);
        return UseDataFolder(builder);
    }

    private static IEnumerable<NamedPort> Dashboard(string? urls) =>
        (urls ?? "").Split(';')
            .Select(url => Uri.TryCreate(url, UriKind.Absolute, out var parsed) ? parsed.Port : 0)
            .Where(port => port > 0)
            .Select(port => new NamedPort(port, DashboardPorts.Setting, "the dashboard"));

    private static string Words(NamedPort chosen) =>
        $"Port {chosen.Port} ({chosen.Purpose}) is taken by {PortOwner.Of(chosen.Port) ?? "another process"}. End that, or choose another port by {chosen.Setting} (0: a free one).";

    // The embedded sidecars keep state and queues there; one folder is one system. They inherit the variable.
    private static string? UseDataFolder(IDistributedApplicationBuilder builder)
    {
        var folder = Path.GetFullPath(builder.Configuration[DataFolder] is { Length: > 0 } given ? given : Path.Combine(builder.AppHostDirectory, "../.data"));
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
            return $"The data folder {folder} can't be written: {refused.Message} Choose another by {DataFolder}.";
        }
    }
}
