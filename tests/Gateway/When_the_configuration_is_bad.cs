using System.Reflection;
using Microsoft.Extensions.Options;

namespace Gateway.Tests;

/// <summary>Runs the program itself, which must end before it listens.</summary>
public sealed class When_the_configuration_is_bad
{
    private const string Api = "ReverseProxy:Clusters:api:Destinations:0:Address";
    private const string Pusher = "ReverseProxy:Clusters:pusher:Destinations:0:Address";

    [Fact]
    public async Task Without_destinations_the_program_names_the_variable_to_set()
    {
        var refusal = await RefusalAsync();

        Assert.Contains("ReverseProxy__Clusters__api__Destinations__0__Address", refusal, StringComparison.Ordinal);
        Assert.Contains("ReverseProxy__Clusters__pusher__Destinations__0__Address", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Api, "localhost:12345")]
    [InlineData(Api, "somewhere")]
    [InlineData(Api, "")]
    [InlineData(Pusher, "ws://localhost:5090/live")]
    [InlineData("ReverseProxy:Routes:house:ClusterId", "apis")]
    [InlineData("ReverseProxy:Clusters:pusher:Metadata:SilenceLimit", "soon")]
    [InlineData("ReverseProxy:Clusters:pusher:Metadata:SilenceLimit", "00:00:00")]
    [InlineData("TrustedProxies:0", "ingress")]
    [InlineData("Shutdown:DrainSeconds", "1000")]
    public async Task A_wrong_setting_is_named(string setting, string value)
    {
        var settings = new Dictionary<string, string> { [Api] = "http://127.0.0.1:1", [Pusher] = "http://127.0.0.1:2", [setting] = value };
        var refusal = await RefusalAsync([.. settings.Select(one => $"--{one.Key}={one.Value}")]);

        Assert.Contains(setting, refusal, StringComparison.Ordinal);
    }

    private static async Task<string> RefusalAsync(params string[] settings)
    {
        string[] arguments =
        [
            "--urls=http://127.0.0.1:0", "--Logging:Console:LogLevel:Default=None",
            $"--contentRoot={AppContext.BaseDirectory}", .. settings,
        ];
        var running = Task.Run(() => typeof(Program).Assembly.EntryPoint!.Invoke(null, [arguments]), TestContext.Current.CancellationToken);
        var failure = await Assert.ThrowsAsync<TargetInvocationException>(
            () => running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        return Assert.IsType<OptionsValidationException>(failure.InnerException).Message;
    }
}
