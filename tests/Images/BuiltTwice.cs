namespace Images.Tests;

/// <summary>
/// The image of api, built by <c>eng/images</c> in two clones of the commit. The clones are in folders of different names,
/// the second one is shallow, and the builds run at different times. The first build is pushed.
/// </summary>
public sealed class BuiltTwice : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("images-").FullName;

    internal LoopbackRegistry Registry { get; private set; } = null!;

    internal Clone One { get; private set; } = null!;

    internal Clone Other { get; private set; } = null!;

    internal Script Printed { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Registry = await LoopbackRegistry.StartAsync();
        One = await Clone.MakeAsync(_folder, "one", "--local");
        Printed = (await BuildAsync(One, "--push")).Succeeded();
        Other = await Clone.MakeAsync(_folder, "another/of a longer name", "--depth=1", "--no-local");
        (await BuildAsync(Other)).Succeeded();
    }

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private Task<Script> BuildAsync(Clone clone, params string[] more) => clone.ImagesAsync(
        ["--only", "api", "--prefix", "auctions/", "--base", $"{Registry.Address}/base:1", "--registry", Registry.Address, .. more]);
}
