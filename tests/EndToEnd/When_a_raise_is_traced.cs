using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Auctions.Load;

namespace EndToEnd.Tests;

[Collection<OneSystem>]
public sealed class When_a_raise_is_traced(SystemFixture fixture)
{
    private static readonly string[] Steps = ["add user to auction", "check bid amount", "notify participants"];

    [Fact]
    public async Task It_is_one_tree_from_the_gateway_to_the_pushers()
    {
        var system = fixture.System;
        using var seller = await Client.SignInAsync(system.Api, "sella", "seller");
        using var bidder = await Client.SignInAsync(system.Api, "ann", "bidder");
        var auction = await seller.OpenAuctionAsync("A book");
        await using var watcher = await Watcher.StartAsync(system.Live, 0, auction);

        var (trace, caller) = (ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom());
        using var http = new HttpClient { BaseAddress = system.Api };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/auctions/{auction}/raises");
        request.Content = JsonContent.Create(new { amount = 10 });
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bidder.Token);
        request.Headers.Add("traceparent", $"00-{trace.ToHexString()}-{caller.ToHexString()}-01");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();

        // The exporters send in batches, at different times.
        string[] services = ["gateway", "api", "worker", "pusher"];
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        List<OtlpReceiver.Span> spans;
        while (!services.All(
            name => (spans = SpansOf(trace)).Any(span => span.Service.StartsWith(name, StringComparison.Ordinal) && !IsSidecar(span)))
            || (spans = SpansOf(trace)).Where(IsSidecar).Select(span => span.Service).Distinct().Count() < 3
            || !spans.Any(span => span.Name == "write to sockets")
            || !Steps.All(step => spans.Any(span => span.Name.Contains(step, StringComparison.Ordinal)))
            || RootsOf(spans).Any(root => root.Parent != caller.ToHexString()))
        {
            Assert.False(
                deadline.IsCancellationRequested,
                $"The trace has only:\n{string.Join('\n', SpansOf(trace))}\nIts roots:\n{string.Join('\n', RootsOf(SpansOf(trace)))}");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        var root = Assert.Single(RootsOf(spans));
        Assert.Equal(("gateway", "POST /auctions/{id}/raises"), (root.Service, root.Name));
        Assert.Contains(spans, span => span is { Service: "api-1" or "api-2", Name: "raise" });
        Assert.Contains(spans, span => span is { Service: "pusher-1", Name: "write to sockets" });
        var command = await Client.CommandOfAsync(answer);
        foreach (var step in Steps.Append("raise"))
            Assert.All(spans.Where(span => span.Name == step), span =>
            {
                Assert.Equal(command, span.Attributes["command.id"]);
                Assert.Equal(auction, span.Attributes["auction.id"]);
            });
    }

    [Fact]
    public void Probes_make_no_traces() => Assert.DoesNotContain(
        fixture.Traces.Spans,
        span => span.Name.Contains("health", StringComparison.OrdinalIgnoreCase) || span.Name.Contains("/alive", StringComparison.Ordinal));

    private static bool IsSidecar(OtlpReceiver.Span span) => span.Service.Contains("dapr", StringComparison.Ordinal);

    private static List<OtlpReceiver.Span> RootsOf(IReadOnlyList<OtlpReceiver.Span> spans)
    {
        var ids = spans.Select(span => span.Id).ToHashSet();
        return [.. spans.Where(span => !ids.Contains(span.Parent))];
    }

    private List<OtlpReceiver.Span> SpansOf(ActivityTraceId trace) => [.. fixture.Traces.Spans.Where(span => span.Trace == trace.ToHexString())];
}
