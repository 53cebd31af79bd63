namespace Images.Tests;

public sealed class When_images_may_not_be_built_or_pushed : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("images-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("'--now' is not an option", "--now")]
    [InlineData("--only is 'web'; it must be gateway, api, worker or pusher", "--only", "web")]
    [InlineData("--base needs a value", "--base")]
    [InlineData("--prefix is 'Auctions/'", "--prefix", "Auctions/")]
    [InlineData("--push needs --registry", "--push")]
    public async Task The_option_is_named(string said, params string[] arguments) => (await ImagesAsync(arguments)).Failed(said);

    [Fact]
    public async Task Uncommitted_changes_are_not_pushed()
    {
        var clone = await Clone.MakeAsync(_folder, "clone", "--local");
        await File.WriteAllTextAsync(Path.Combine(clone.Folder, "new.txt"), "", TestContext.Current.CancellationToken);

        (await clone.ImagesAsync(["--push", "--registry", "registry.example"])).Failed("?? new.txt");
    }

    [Fact]
    public async Task The_help_says_that_a_build_is_not_a_deployment() =>
        Assert.Contains("A build isn't a deployment", (await ImagesAsync("--help")).Succeeded().Output, StringComparison.Ordinal);

    private static Task<Script> ImagesAsync(params string[] arguments) =>
        Script.RunAsync(Path.GetTempPath(), Path.Combine(Repository.Root, "eng", "images"), arguments);
}
