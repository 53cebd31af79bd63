using System.Diagnostics;
using Pusher.Tests.Fixtures;

namespace Pusher.Tests;

public sealed class When_an_event_goes_to_thousands(ITestOutputHelper output)
{
    private const int Sockets = 2_000;
    private const int DueWork = 50;

    [Fact]
    public async Task All_get_it_and_the_delivery_waits_for_none()
    {
        using var house = new House();
        house.Reader.Views["a1"] = Auctioned.View(3);
        var clients = Enumerable.Range(0, Sockets).Select(_ => house.Watcher()).ToList();
        // Two for the first answer: snapshot and presence.
        await Task.WhenAll(clients.Select(client => client.Socket.CountAsync(2)));

        var queued = new List<double>();
        var written = new List<double>();
        for (var round = 1; round <= DueWork; round++)
        {
            var all = clients.Select(client => client.Socket.CountAsync(2 + round)).ToList();
            var from = Stopwatch.GetTimestamp();
            house.Deliver(3 + round);
            queued.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            await Task.WhenAll(all);
            written.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
        }

        output.WriteLine($"{Sockets} sockets: {Figures("delivery answered", queued)}; {Figures("last socket written", written)}");
        Assert.All(clients, client => Assert.Equal(2 + DueWork, client.Socket.Sent.Length));
    }

    private static string Figures(string what, List<double> milliseconds)
    {
        milliseconds.Sort();
        return FormattableString.Invariant(
            $"{what} p50 {milliseconds[milliseconds.Count / 2]:F2} ms, max {milliseconds[^1]:F2} ms");
    }
}
