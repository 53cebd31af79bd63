using System.CommandLine;
using System.Runtime.Versioning;
using Auctions.Cli;

namespace Cli.Tests;

/// <summary>A script replaces the Aspire CLI: it records its arguments, and fails for pusher.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class When_services_are_changed : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("auctions-");

    public When_services_are_changed()
    {
        var aspire = Path.Combine(_folder.FullName, "aspire");
        File.WriteAllText(aspire, $"#!/bin/sh\necho \"$@\" >> '{Asked}'\n[ \"$2\" != pusher ]\n");
        File.SetUnixFileMode(aspire, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private string Asked => Path.Combine(_folder.FullName, "asked");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("services", 0, "describe")]
    [InlineData("restart worker", 0, "resource worker rolling-restart")]
    [InlineData("scale worker 3", 0, "resource worker scale --replicas 3")]
    [InlineData("restart worker api", 0, "resource worker rolling-restart", "resource api rolling-restart")]
    // The command stops at the first service that fails.
    [InlineData("restart pusher api", 1, "resource pusher rolling-restart")]
    [InlineData("restart --all", 1, "resource api rolling-restart", "resource worker rolling-restart", "resource pusher rolling-restart")]
    public async Task The_Aspire_CLI_gets_the_command(string line, int exitCode, params string[] asked)
    {
        var (code, said) = await RunAsync(line, _folder.FullName);

        Assert.Equal(exitCode, code);
        Assert.Equal(
            asked.Select(words => $"{words} --non-interactive --nologo"),
            await File.ReadAllLinesAsync(Asked, TestContext.Current.CancellationToken));
        Assert.Equal(exitCode != 0, said.Contains("kubectl rollout restart", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("restart", "restart needs services or --all")]
    [InlineData("restart worker --all", "restart needs services or --all")]
    [InlineData("scale worker many", "many")]
    [InlineData("scale worker", "replicas")]
    public async Task Wrong_usage_is_not_passed_on(string line, string told)
    {
        var (code, said) = await RunAsync(line, _folder.FullName);

        Assert.NotEqual(0, code);
        Assert.Contains(told, said);
        Assert.False(File.Exists(Asked));
    }

    private static async Task<(int Code, string Said)> RunAsync(string line, string path)
    {
        await using var said = new StringWriter();
        var code = await Commands.Make(name => name == "PATH" ? path : null).Parse(line).InvokeAsync(
            new InvocationConfiguration { Output = said, Error = said }, TestContext.Current.CancellationToken);
        return (code, said.ToString());
    }
}
