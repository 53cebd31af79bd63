using System.Reflection;
using Microsoft.Extensions.Options;
using Pusher.Tests.Fixtures;
using Tests.Access;

namespace Pusher.Tests;

/// <summary>Runs the program itself, which is to end before it listens.</summary>
public sealed class When_the_configuration_is_bad
{
    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task Without_a_way_to_check_tokens_it_does_not_start(string environment)
    {
        var refusal = await RefusalAsync($"--environment={environment}");

        Assert.Contains("Authentication:Schemes:Bearer:Authority", refusal, StringComparison.Ordinal);
        Assert.Contains("SigningKeys", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authentication:Schemes:Bearer:SigningKeys:0:Value", "c2hvcnQ=", "SigningKeys")]
    [InlineData("Pusher:QueuedFrames", "7", "QueuedFrames")]
    [InlineData("Pusher:HoldMilliseconds", "-1", "HoldMilliseconds")]
    [InlineData("Shutdown:DrainSeconds", "1000", "Shutdown:DrainSeconds")]
    public async Task What_is_out_of_range_is_named(string setting, string value, string named)
    {
        var settings = new Dictionary<string, string>(TestTokens.Settings) { [setting] = value };
        var refusal = await RefusalAsync([.. settings.Select(one => $"--{one.Key}={one.Value}")]);

        Assert.Contains(named, refusal, StringComparison.Ordinal);
    }

    private static async Task<string> RefusalAsync(params string[] settings)
    {
        string[] arguments = ["--urls=http://127.0.0.1:0", "--Logging:Console:LogLevel:Default=None", .. settings];
        var running = Task.Run(() => typeof(Program).Assembly.EntryPoint!.Invoke(null, [arguments]), TestContext.Current.CancellationToken);
        var failure = await Assert.ThrowsAsync<TargetInvocationException>(
            () => running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        return Assert.IsType<OptionsValidationException>(failure.InnerException).Message;
    }
}
