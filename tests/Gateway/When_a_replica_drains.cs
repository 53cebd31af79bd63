using System.Net;
using Gateway.Tests.Fixtures;

namespace Gateway.Tests;

public sealed class When_a_replica_drains
{
    private static readonly Uri Raises = new("/auctions/a1/raises", UriKind.Relative);

    [Fact]
    public async Task It_gets_no_requests_from_the_next_probe_on_and_none_fails()
    {
        await using var a = await Replica.StartAsync("a");
        await using var b = await Replica.StartAsync("b");
        await using var gateway = await GatewayUnderTest.BeforeAsync(a, b);
        using var http = gateway.Http();
        using var stop = new CancellationTokenSource();
        var answered = new int[4];
        var calling = Task.WhenAll(Enumerable.Range(0, 4).Select(caller => PostUntilAsync(http, () => answered[caller]++, stop.Token)));

        a.IsDraining = true;
        await gateway.UntilAvailableAsync(1);
        // Requests already under way may still arrive; those sent from now on may not.
        await EachHasSentAsync(2);
        a.Received.Clear();
        await EachHasSentAsync(50);
        Assert.Empty(a.Received);
        await a.KillAsync();
        await EachHasSentAsync(50);

        await stop.CancelAsync();
        Assert.All(await calling, statuses => Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status)));

        Task EachHasSentAsync(int more)
        {
            int[] before = [.. answered];
            return GatewayUnderTest.UntilAsync(() => answered.Zip(before).All(count => count.First >= count.Second + more));
        }
    }

    [Fact]
    public async Task Its_current_requests_finish()
    {
        await using var a = await Replica.StartAsync("a");
        await using var gateway = await GatewayUnderTest.BeforeAsync(a);
        using var http = gateway.Http();

        // The body arrives slowly, and the replica waits for its second half.
        var rest = new TaskCompletionSource();
        var posting = http.PostAsync(Raises, new HalfNow(rest.Task), GatewayUnderTest.Cancellation);
        await GatewayUnderTest.UntilAsync(() => !a.Received.IsEmpty);
        a.IsDraining = true;
        await gateway.UntilAvailableAsync(0);
        rest.SetResult();

        using var answer = await posting;
        Assert.Equal("a now later", await answer.Content.ReadAsStringAsync(GatewayUnderTest.Cancellation));
    }

    private static async Task<List<HttpStatusCode>> PostUntilAsync(HttpClient http, Action onAnswer, CancellationToken stop)
    {
        List<HttpStatusCode> statuses = [];
        while (!stop.IsCancellationRequested)
        {
            using var answer = await http.PostAsync(Raises, new StringContent("{}"), GatewayUnderTest.Cancellation);
            statuses.Add(answer.StatusCode);
            onAnswer();
        }

        return statuses;
    }

    private sealed class HalfNow(Task rest) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("now "u8.ToArray());
            await stream.FlushAsync();
            await rest;
            await stream.WriteAsync("later"u8.ToArray());
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 9;
            return true;
        }
    }
}
