using Tests.Access;

namespace Api.Tests;

public sealed class When_the_configuration_is_bad
{
    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task Without_a_key_to_check_tokens_the_program_does_not_start(string environment)
    {
        var refusal = await BadConfiguration.RefusalAsync<Program>($"--environment={environment}");

        Assert.Contains("Authentication:Schemes:Bearer:Authority", refusal, StringComparison.Ordinal);
        Assert.Contains("SigningKeys", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authentication:Schemes:Bearer:SigningKeys:0:Value", "c2hvcnQ=", "SigningKeys")]
    [InlineData("RateLimits:CommandsPerSecond", "0", "RateLimits:CommandsPerSecond")]
    [InlineData("RateLimits:CommandBurst", "-1", "RateLimits:CommandBurst")]
    [InlineData("LiveServers:0", "http://localhost:5090/live", "LiveServers:0")]
    [InlineData("LiveServers:0", "somewhere", "LiveServers:0")]
    [InlineData("Prometheus:Url", "prometheus:9090", "Prometheus:Url")]
    [InlineData("Prometheus:RunbooksUrl", "docs", "Prometheus:RunbooksUrl")]
    [InlineData("Prometheus:TimeoutMilliseconds", "0", "Prometheus:TimeoutMilliseconds")]
    [InlineData("Shutdown:DrainSeconds", "-1", "Shutdown:DrainSeconds")]
    [InlineData("Shutdown:DrainSeconds", "1000", "Shutdown:DrainSeconds")]
    public async Task A_wrong_setting_is_named(string setting, string value, string named)
    {
        var refusal = await BadConfiguration.RefusalOfSettingAsync<Program>(setting, value);

        Assert.Contains(named, refusal, StringComparison.Ordinal);
    }
}
