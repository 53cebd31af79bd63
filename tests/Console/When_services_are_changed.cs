using System.CommandLine;
using Auctions.Console;

namespace Console.Tests;

public sealed class When_services_are_changed
{
    [Fact]
    public async Task They_are_listed_with_what_goes_on()
    {
        await using var dashboard = await StubDashboard.StartAsync();
        var (code, output, _) = await RunAsync(dashboard.Url, "services");

        Assert.Equal(0, code);
        Assert.Equal(
            ["worker  1 of 2 ready  worker-1, worker-2  rolling restart running", "pusher  1 of 1 ready  pusher-1", "api  2 of 2 ready  api"],
            Lines(output));
    }

    [Fact]
    public async Task A_restart_ends_with_the_change_and_tells_its_steps()
    {
        await using var dashboard = await StubDashboard.StartAsync();
        var (code, output, error) = await RunAsync(dashboard.Url, "restart", "worker", "--rolling", "--healthy-within", "7");

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(["worker  one", "worker  two"], Lines(output).Select(line => line[10..]));
        Assert.Equal(["""restart worker {"rolling":true,"healthySeconds":7}"""], dashboard.Asked);
    }

    [Fact]
    public async Task One_that_fails_ends_them_all_and_says_why()
    {
        await using var dashboard = await StubDashboard.StartAsync();
        var (code, _, error) = await RunAsync(dashboard.Url, "restart", "--all");

        Assert.Equal((1, "pusher: pusher-1 is not healthy"), (code, error.Trim()));
        Assert.Equal(
            ["""restart worker {"rolling":false,"healthySeconds":60}""", """restart pusher {"rolling":false,"healthySeconds":60}"""], dashboard.Asked);
    }

    [Fact]
    public async Task A_service_is_scaled()
    {
        await using var dashboard = await StubDashboard.StartAsync();
        var (code, _, _) = await RunAsync(dashboard.Url, "scale", "worker", "3");

        Assert.Equal(0, code);
        Assert.Equal(["""scale worker {"replicas":3,"healthySeconds":60}"""], dashboard.Asked);
    }

    [Fact]
    public async Task A_refusal_is_told_as_it_is()
    {
        await using var dashboard = await StubDashboard.StartAsync();
        var (code, _, error) = await RunAsync(dashboard.Url, "scale", "api", "3");

        Assert.Equal((1, "Another change of api is under way."), (code, error.Trim()));
    }

    [Fact]
    public async Task Another_dashboard_and_none_are_told_apart_and_both_point_to_kubectl()
    {
        await using var dashboard = await StubDashboard.StartAsync(isAnother: true);
        var (other, _, otherError) = await RunAsync(dashboard.Url, "restart", "worker");
        var (away, _, awayError) = await RunAsync("http://127.0.0.1:1", "services");

        Assert.Equal((1, 2), (other, away));
        Assert.Contains("is no dashboard that can do this (it answered 200 text/html)", otherError, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:1/ can't be asked", awayError, StringComparison.Ordinal);
        Assert.All([otherError, awayError], error => Assert.Contains("kubectl scale", error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("restart wants services, or --all", "restart")]
    [InlineData("restart wants services, or --all", "restart", "worker", "--all")]
    [InlineData("--dashboard", "services", "--dashboard", "ftp://x")]
    [InlineData("three", "scale", "worker", "three")]
    public async Task Wrong_usage_is_named(string expected, params string[] arguments)
    {
        var (code, _, error) = await RunAsync(null, arguments);

        Assert.NotEqual(0, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static async Task<(int Code, string Output, string Error)> RunAsync(string? url, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var root = Commands.Make(name => name == ServiceCommands.DashboardVariable ? url : null);
        var code = await root.Parse(arguments).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
