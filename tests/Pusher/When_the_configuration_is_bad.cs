using Tests.Access;

namespace Pusher.Tests;

public sealed class When_the_configuration_is_bad
{
    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task Without_a_way_to_check_tokens_it_does_not_start(string environment)
    {
        var refusal = await BadConfiguration.RefusalAsync<Program>($"--environment={environment}");

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
        var refusal = await BadConfiguration.RefusalOfSettingAsync<Program>(setting, value);

        Assert.Contains(named, refusal, StringComparison.Ordinal);
    }
}
