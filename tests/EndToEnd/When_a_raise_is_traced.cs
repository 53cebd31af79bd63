using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Auctions.Load;

namespace EndToEnd.Tests;

public sealed class When_a_raise_is_traced(SystemFixture fixture)
{
    private static readonly string[] Steps = ["AddUserToAuction", "CheckBidAmount", "NotifyParticipants"];

    [Fact]
    public async Task Api_sidecars_worker_its_steps_and_pushers_are_in_one_trace()
    {
        var system = fixture.System;
        using var seller = await Client.SignInAsync(system.Api, "sella", "seller");
        using var bidder = await Client.SignInAsync(system.Api, "ann", "bidder");
        var auction = await seller.OpenAuctionAsync("A book");
        await using var watcher = await Watcher.StartAsync(system.Live, 0, auction);

        var trace = ActivityTraceId.CreateRandom();
        using var http = new HttpClient { BaseAddress = system.Api };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/auctions/{auction}/raises") { Content = JsonContent.Create(new { amount = 10 }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bidder.Token);
        request.Headers.Add("traceparent", $"00-{trace.ToHexString()}-{ActivitySpanId.CreateRandom().ToHexString()}-01");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();

        // Exporters send in batches, each in its own time.
        string[] expected = ["api", "worker", "pusher"];
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!expected.All(name => Services(trace).Any(service => service.StartsWith(name, StringComparison.Ordinal) && !IsSidecar(service)))
            || Services(trace).Count(IsSidecar) < 2
            || !Steps.All(step => Spans(trace).Contains($"WorkflowActivity {step}")))
        {
            Assert.False(deadline.IsCancellationRequested, $"The trace has only: {string.Join(", ", Services(trace))}; {string.Join(", ", Spans(trace))}");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    private static bool IsSidecar(string service) =>
        service.Contains("sidecar", StringComparison.OrdinalIgnoreCase) || service.Contains("dapr", StringComparison.OrdinalIgnoreCase);

    private List<string> Services(ActivityTraceId trace) => [.. fixture.Traces.Spans
        .Where(span => span.Trace.Equals(trace.ToHexString(), StringComparison.OrdinalIgnoreCase))
        .Select(span => span.Service).Distinct()];

    private List<string> Spans(ActivityTraceId trace) => [.. fixture.Traces.Spans
        .Where(span => span.Trace.Equals(trace.ToHexString(), StringComparison.OrdinalIgnoreCase))
        .Select(span => span.Name).Distinct()];
}
