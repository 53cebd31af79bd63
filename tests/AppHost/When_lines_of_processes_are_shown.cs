using Auctions.AppHost.Supervision;

namespace AppHost.Tests;

public sealed class When_lines_of_processes_are_shown
{
    [Theory]
    [InlineData("2026-11-27T01:12:49.5590000Z       Content root path: /", "      Content root path: /")]
    [InlineData("2026-11-27T01:12:50.0600000Z \u001b[40m\u001b[32minfo\u001b[39m\u001b[22m\u001b[49m: Kestrel[0]", "info: Kestrel[0]")]
    [InlineData("without a time", "without a time")]
    [InlineData("2026-11-27T01:12:17.7050000Z [sys] Starting process...: Cmd = /usr/bin/dotnet", null)]
    [InlineData("2026-11-27T01:12:17.7050000Z ", null)]
    public void They_appear_as_the_process_wrote_them(string line, string? shown) => Assert.Equal(shown, ResourceLines.Plain(line));
}
