namespace Images.Tests;

public sealed class When_images_may_not_be_built_or_pushed : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("images-").FullName;
    private Clone _clone = null!;

    public async ValueTask InitializeAsync() => _clone = await Clone.MakeAsync(_folder, "clone", "--local");

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("'--now' is no option", "--now")]
    [InlineData("--only is 'web'; it must be api, worker or pusher", "--only", "web")]
    [InlineData("--base needs a value", "--base")]
    [InlineData("--prefix is 'Auctions/'", "--prefix", "Auctions/")]
    [InlineData("--push needs --registry", "--push")]
    [InlineData("pushed to a registry on loopback only, and registry.example isn't", "--embedded", "--push", "--registry", "registry.example")]
    [InlineData("pushed to a registry on loopback only, and 127.0.0.1.example isn't", "--embedded", "--push", "--registry", "127.0.0.1.example")]
    public async Task The_option_is_named(string said, params string[] arguments) => (await _clone.ImagesAsync(arguments)).Failed(said);

    [Fact]
    public async Task Changes_that_are_not_committed_are_not_pushed()
    {
        await File.WriteAllTextAsync(Path.Combine(_clone.Folder, "new.txt"), "", TestContext.Current.CancellationToken);

        (await _clone.ImagesAsync(["--push", "--registry", "registry.example"])).Failed("?? new.txt");
    }

    [Fact]
    public async Task A_feed_without_the_real_packages_is_told_apart_from_a_broken_build()
    {
        var none = Directory.CreateDirectory(Path.Combine(_folder, "none")).FullName;

        var script = await _clone.ImagesAsync(["--only", "api"], ("RestoreSources", none), ("NUGET_PACKAGES", none));

        script.Failed("this machine's feed doesn't have what the images are built from (Dapr.Workflow");
    }

    [Fact]
    public async Task Help_says_that_a_build_is_no_deployment() =>
        Assert.Contains("A build isn't a deployment", (await _clone.ImagesAsync(["--help"])).Succeeded().Output, StringComparison.Ordinal);
}
