namespace Hosting.Tests;

public sealed class When_it_is_to_be_published
{
    [Theory]
    [InlineData("--publisher", "manifest")]
    [InlineData("--operation", "publish")]
    public async Task It_says_that_this_build_can_not(string option, string value)
    {
        await using var host = HostProcess.Start(option, value);

        Assert.Equal(1, await host.ExitCodeAsync());
        Assert.Contains("Publishing is not in the embedded build yet", host.Said);
        Assert.DoesNotContain("up as", host.Said);
    }
}
