using System.CommandLine;
using Embedded.Sidecar.CommandLine;

namespace Sidecar.Tests;

public sealed class When_flags_are_read
{
    private readonly Dictionary<string, string> _environment = [];

    [Fact]
    public async Task A_value_may_follow_an_equals_sign_or_a_space()
    {
        var options = await ReadAsync("--app-id=worker", "--app-port", "5102", "--dapr-http-port=0", "--app-protocol=grpc", "--max-body-size=64Ki");

        Assert.Equal(
            ("worker", 5102, 0, AppProtocol.Grpc, 64 << 10),
            (options.AppId, options.AppPort, options.HttpPort, options.AppProtocol, options.MaxBodyBytes));
    }

    [Fact]
    public async Task A_port_of_minus_one_means_the_default()
    {
        var options = await ReadAsync("--app-id", "a", "--app-port", "-1", "--dapr-http-port", "-1", "--dapr-grpc-port=-1", "--metrics-port", "-1");

        Assert.Equal((null, 3500, 50001, null), (options.AppPort, options.HttpPort, options.GrpcPort, options.MetricsPort));
    }

    [Fact]
    public async Task Data_directory_and_tokens_come_from_the_environment()
    {
        _environment["EMBEDDED_DATA_DIR"] = Path.GetTempPath();
        _environment["DAPR_API_TOKEN"] = "api";
        _environment["APP_API_TOKEN"] = "";

        var options = await ReadAsync("--app-id", "a");

        Assert.Equal((Path.GetFullPath(Path.GetTempPath()), "api", null), (options.DataDirectory, options.ApiToken, options.AppToken));
    }

    [Fact]
    public async Task Flags_without_effect_are_listed()
    {
        var options = await ReadAsync("--app-id", "a", "--placement-host-address", "127.0.0.1:50005", "--enable-profiling");

        Assert.Equal(["--placement-host-address", "--enable-profiling"], options.IgnoredFlags);
    }

    [Theory]
    [InlineData("--app-port", "70000")]
    [InlineData("--dapr-grpc-port", "-2")]
    [InlineData("--dapr-http-port", "many")]
    [InlineData("--app-protocol", "carrier-pigeon")]
    [InlineData("--log-level", "loud")]
    [InlineData("--max-body-size", "large")]
    [InlineData("--dapr-http-max-request-size", "4096")]
    [InlineData("--dapr-listen-addresses", "everywhere")]
    [InlineData("--app-health-threshold", "0")]
    [InlineData("--no-such-flag", "1")]
    public void A_wrong_flag_is_named(string flag, string value)
    {
        var parsed = Command(_ => { }).Parse(["--app-id", "a", flag, value]);

        Assert.Contains(parsed.Errors, error => error.Message.Contains(flag, StringComparison.Ordinal));
    }

    [Fact]
    public void An_app_id_is_required() =>
        Assert.Contains(Command(_ => { }).Parse([]).Errors, error => error.Message.Contains("--app-id", StringComparison.Ordinal));

    private async Task<SidecarOptions> ReadAsync(params string[] arguments)
    {
        SidecarOptions? read = null;
        Assert.Equal(
            0, await Command(options => read = options).Parse(arguments).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken));
        return read!;
    }

    private Command Command(Action<SidecarOptions> take) => RunCommand.Create(_environment.GetValueOrDefault, (options, _) =>
    {
        take(options);
        return Task.FromResult(0);
    });
}
