namespace Images.Tests;

public sealed class When_tags_are_given : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("images-").FullName;
    private Clone _clone = null!;

    private string Tag => $"{Repository.Version}-{_clone.Commit[..12]}";

    public async ValueTask InitializeAsync() => _clone = await Clone.MakeAsync(_folder, "clone", "--local");

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task One_has_version_and_commit_and_latest_is_given_on_main_only()
    {
        await CheckOutAsync("-B", "main");
        Assert.Equal([Tag, "latest"], await TagsAsync());

        await CheckOutAsync("-B", "mainly");
        Assert.Equal([Tag], await TagsAsync());

        await CheckOutAsync("--detach");
        Assert.Equal([Tag], await TagsAsync("GITHUB_REF", "refs/tags/v0.1.0"));
        Assert.Equal([Tag, "latest"], await TagsAsync("GITHUB_REF", "refs/heads/main"));
    }

    [Fact]
    public async Task With_uncommitted_changes_the_tag_says_so_and_there_is_no_latest()
    {
        await CheckOutAsync("-B", "main");
        await File.AppendAllTextAsync(Path.Combine(_clone.Folder, "README.md"), "\n", TestContext.Current.CancellationToken);
        Assert.Equal([Tag + "-dirty"], await TagsAsync());
    }

    private async Task CheckOutAsync(params string[] how) =>
        (await Script.RunAsync(_clone.Folder, "git", ["checkout", "--quiet", .. how])).Succeeded();

    private async Task<string[]> TagsAsync(string name = "NONE", string value = "") =>
        (await _clone.ImagesAsync(["--tags"], (name, value))).Succeeded().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
