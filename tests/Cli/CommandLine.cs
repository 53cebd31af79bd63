using System.CommandLine;
using Auctions.Cli;
using Auctions.Cli.Stories;

namespace Cli.Tests;

/// <summary>Runs a command line against an API, and keeps what it writes.</summary>
internal sealed record CommandLine(int Code, string Output, string Error)
{
    public string[] Lines => Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    public static async Task<CommandLine> RunAsync(string? url, string? token, string? traces, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var root = Commands.Make(name => name switch
        {
            Commands.UrlVariable => url,
            Commands.TokenVariable => token,
            StoryOptions.TracesVariable => traces,
            _ => null,
        }, new OneHour());
        var code = await root.Parse(arguments).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>The clock stands an hour after the beginning of <see cref="Lamp"/>.</summary>
    private sealed class OneHour : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Lamp.At(3_600_000);
    }
}
