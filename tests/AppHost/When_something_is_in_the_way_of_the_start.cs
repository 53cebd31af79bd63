using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;

namespace AppHost.Tests;

/// <summary>AppHost then prints a line that names the obstacle, and starts nothing.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class When_something_is_in_the_way_of_the_start : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("auctions-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("Ports__Api", "the house's address")]
    [InlineData("Ports__Pusher2", "a pusher")]
    [InlineData("Ports__Dashboard", "the dashboard")]
    public async Task A_taken_port_is_named_with_its_owner(string setting, string purpose)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var (exitCode, said) = await RunAsync((setting, port.ToString(CultureInfo.InvariantCulture)));

        Assert.Equal(1, exitCode);
        Assert.Contains($"Port {port} ({purpose}) is taken by ", said);
        Assert.Contains($"(pid {Environment.ProcessId})", said);
        Assert.Contains(setting, said);
        Assert.Contains("Nothing was started.", said);
        Assert.DoesNotContain("   at ", said);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_named()
    {
        var file = Path.Combine(_folder.FullName, "a-file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var (exitCode, said) = await RunAsync(("EMBEDDED_DATA_DIR", Path.Combine(file, "data")));

        Assert.Equal(1, exitCode);
        Assert.Contains($"The data folder {file}/data can't be written: ", said);
        Assert.Contains("EMBEDDED_DATA_DIR", said);
        Assert.DoesNotContain("   at ", said);
    }

    [Theory]
    [InlineData("CLI version: 1.18.0 \\nRuntime version: n/a", "has no Dapr runtime yet. Run: dapr init")]
    [InlineData(
        "CLI version: 1.18.0 \\nRuntime version: 1.14.4",
        "is 1.14.4; these services need 1.18 or later. Update the CLI, then: dapr uninstall && dapr init")]
    [InlineData("what?", "does not report its version: what? Reinstall the Dapr CLI, then: dapr init")]
    public async Task For_a_dapr_that_cannot_run_sidecars_the_line_says_what_to_do(string answer, string told)
    {
        var dapr = Path.Combine(_folder.FullName, "dapr");
        await File.WriteAllTextAsync(dapr, $"#!/bin/sh\nprintf '{answer}\\n'\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(dapr, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var (exitCode, said) = await RunAsync(("PATH", $"{_folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}"));

        Assert.Equal(1, exitCode);
        Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(told, said);
        Assert.Contains(dapr, said);
    }

    private Task<(int ExitCode, string Said)> RunAsync(params (string Name, string Value)[] environment) => StartedAppHost.RunAsync(
        new[] { (Name: "EMBEDDED_DATA_DIR", Value: _folder.FullName) }.Concat(environment)
            .GroupBy(entry => entry.Name).ToDictionary(entries => entries.Key, entries => entries.Last().Value));
}
