namespace AppHost.Tests;

public sealed class When_the_manifest_is_written
{
    [Fact]
    public async Task It_equals_the_committed_one()
    {
        // The paths in a manifest are relative to the file, so the test writes its manifest beside the committed one.
        var written = Path.Combine(Build.Repository, $"aspire-manifest.{Guid.NewGuid():n}.json");
        try
        {
            var (exitCode, said) = await StartedAppHost.RunAsync(
                new Dictionary<string, string>(), "--publisher", "manifest", "--output-path", written);

            Assert.True(exitCode == 0, said);
            Assert.Equal(
                await File.ReadAllTextAsync(Path.Combine(Build.Repository, "aspire-manifest.json"), TestContext.Current.CancellationToken),
                await File.ReadAllTextAsync(written, TestContext.Current.CancellationToken));
        }
        finally
        {
            File.Delete(written);
        }
    }

    [Fact]
    public void It_holds_no_secret()
    {
        var settings = File.ReadAllText(Path.Combine(Build.Repository, "AppHost", "appsettings.Development.json"));
        var key = System.Text.Json.Nodes.JsonNode.Parse(settings)!["Parameters"]!["token-signing-key"]!.GetValue<string>();

        Assert.DoesNotContain(key, File.ReadAllText(Path.Combine(Build.Repository, "aspire-manifest.json")), StringComparison.Ordinal);
    }
}
