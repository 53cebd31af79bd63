namespace Sidecar.Contract.Tests;

public sealed class When_a_file_or_flag_is_wrong : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("contract-data-").FullName;
    private readonly string _resources = Directory.CreateTempSubdirectory("contract-resources-").FullName;

    public void Dispose()
    {
        Directory.Delete(_data, recursive: true);
        Directory.Delete(_resources, recursive: true);
    }

    [Theory]
    [InlineData("kind: Component\nmetadata:\n  name: s\nspec:\n  type: state.mongodb\n", "spec.type", "state.sqlite")]
    [InlineData("kind: Component\nmetadata: {}\nspec:\n  type: state.sqlite\n", "metadata.name", "missing")]
    [InlineData("kind: Component\nmetadata:\n  name: s\nspec: {}\n", "spec.type", "missing")]
    [InlineData(
        "kind: Component\nmetadata:\n  name: s\nspec:\n  type: state.sqlite\n  metadata:\n    - name: keyPrefix\n",
        "spec.metadata[0].value",
        "missing")]
    [InlineData("kind: Resiliency\nspec:\n  policies:\n    timeouts:\n      t: soon\n", "spec.policies.timeouts.t", "soon")]
    [InlineData("kind: Resiliency\nspec:\n  targets:\n    apps:\n      a:\n        retry: nope\n", "spec.targets.apps.a.retry", "nope")]
    [InlineData(
        "kind: Resiliency\nspec:\n  policies:\n    circuitBreakers:\n      b:\n        trip: often\n",
        "spec.policies.circuitBreakers.b.trip",
        "often")]
    [InlineData("kind: Thing\n", "kind", "Thing")]
    [InlineData("kind: [\n", "line", "no YAML")]
    public async Task A_wrong_file_is_named_with_its_field(string yaml, string field, string word)
    {
        var file = Path.Combine(_resources, "broken.yaml");
        await File.WriteAllTextAsync(file, yaml, TestContext.Current.CancellationToken);

        var (code, error) = await SidecarProcess.RunAsync(
            _data, "run", "--app-id", "a", "--resources-path", _resources, "--dapr-http-port", "0", "--dapr-grpc-port", "0");

        Assert.NotEqual(0, code);
        Assert.Contains(file, error, StringComparison.Ordinal);
        Assert.Contains(field, error, StringComparison.Ordinal);
        Assert.Contains(word, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--app-protocol", "carrier-pigeon")]
    [InlineData("--dapr-http-port", "many")]
    [InlineData("--no-such-flag", "1")]
    [InlineData("--resources-path", "/nowhere/at/all")]
    public async Task A_wrong_flag_is_named(string flag, string value)
    {
        var (code, error) = await SidecarProcess.RunAsync(_data, "run", "--app-id", "a", "--dapr-grpc-port", "0", flag, value);

        Assert.NotEqual(0, code);
        Assert.Contains(flag, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_corrupt_data_directory_is_named_and_left_as_it_is()
    {
        var file = Path.Combine(_data, "hub.db");
        await File.WriteAllTextAsync(file, new string('x', 10_000), TestContext.Current.CancellationToken);

        var (code, error) = await SidecarProcess.RunAsync(_data, "run", "--app-id", "a", "--dapr-http-port", "0", "--dapr-grpc-port", "0");

        Assert.NotEqual(0, code);
        Assert.Contains(file, error, StringComparison.Ordinal);
        Assert.Equal(10_000, new FileInfo(file).Length);
    }
}
