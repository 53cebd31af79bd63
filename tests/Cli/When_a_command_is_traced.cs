using System.Text.Json;

namespace Cli.Tests;

public sealed class When_a_command_is_traced
{
    [Fact]
    public async Task Without_traces_the_audit_trail_tells_it_and_says_what_it_cannot_know()
    {
        await using var api = await ApiAsync();
        var told = await CommandLine.RunAsync(api.Url, null, null, "trace", "lamp.r2");

        Assert.Equal((0, ""), (told.Code, told.Error));
        Assert.Equal(
            """
            Command lamp.r2
            Auction lamp, "A lamp"
            bob raises up to a maximum: raised
            The auction before: open, ann leads at 10 EUR, the next raise at least 11 EUR, closes at
            20:01:00.000

            2026-11-27, times in UTC, delays since the receipt
            20:00:05.512               received: this instant counts
                                       decided: event 3, bob leads at 11 EUR; ann is outbid
                                       published

            Traces: none are read, because neither --traces nor AUCTIONS_TRACES names where they are kept. Only
            traces know when a command was accepted and decided, and when its events were published and shown.
            """.Split('\n'),
            told.Lines);
    }

    [Theory]
    [InlineData("jaeger", "Jaeger")]
    [InlineData("tempo", "Tempo")]
    [InlineData("dashboard", "Aspire's dashboard")]
    public async Task With_traces_every_step_has_its_time_and_its_process(string kind, string name)
    {
        await using var api = await ApiAsync();
        await using var store = await FakeTraceStore.StartAsync(kind);
        var told = await CommandLine.RunAsync(api.Url, null, null, "trace", "lamp.r2", "--traces", store.Given);

        Assert.Equal((0, ""), (told.Code, told.Error));
        Assert.Equal(
            """
            20:00:05.509      -3.0 ms  gateway   POST /auctions/{id}/raises arrives
            20:00:05.512               received: this instant counts
            20:00:05.544     +32.0 ms  worker-2  accepted: durable from now on
            20:00:05.550     +38.0 ms  gateway   answered 202
            20:00:05.558     +46.0 ms  worker-1  add user to auction
            20:00:05.565     +53.0 ms  worker-1  check bid amount: this try failed (AuctionBusyException)
            20:00:05.600     +88.0 ms  worker-2  check bid amount
            20:00:05.600     +88.0 ms  worker-2  decided: event 3, bob leads at 11 EUR; ann is outbid
            20:00:05.609     +97.0 ms  worker-2  published
            20:00:05.611     +99.0 ms  worker-2  notify participants
            20:00:05.615    +103.0 ms  pusher-1  written to 3 sockets
            20:00:05.620    +108.0 ms  pusher-2  written to 1 socket
            """.Replace("20:00:05.512               received", "20:00:05.512                         received", StringComparison.Ordinal).Split('\n'),
            told.Lines.SkipWhile(line => !line.StartsWith("20:00:05.509", StringComparison.Ordinal)).TakeWhile(line => line.Length > 0));
        Assert.Contains($"Traces: {name} has 1 trace with 14 spans.", told.Lines);
        Assert.Contains("  00000000000000000000000000000001, 56.5 s, in gateway, api-1, worker-2, worker-1, pusher-1,", told.Lines);
        Assert.DoesNotContain(Lamp.Hidden, told.Output, StringComparison.Ordinal);
        Assert.All(told.Lines, line => Assert.InRange(line.Length, 0, 100));
        Assert.DoesNotContain('\e', told.Output);
    }

    [Fact]
    public async Task The_store_of_traces_may_be_named_in_the_environment()
    {
        await using var api = await ApiAsync();
        await using var store = await FakeTraceStore.StartAsync("jaeger");
        var told = await CommandLine.RunAsync(api.Url, null, store.Given, "trace", "lamp.r4");

        Assert.Equal((0, ""), (told.Code, told.Error));
        Assert.Contains("ann raises to 12.5 EUR: rejected, too-low: the least was 14 EUR", told.Lines);
        Assert.Contains("20:00:12.040     +40.0 ms  worker-1  decided: rejected, too-low: the least was 14 EUR", told.Lines);
    }

    [Fact]
    public async Task Every_span_can_be_shown_as_a_tree()
    {
        await using var api = await ApiAsync();
        await using var store = await FakeTraceStore.StartAsync("tempo");
        var told = await CommandLine.RunAsync(api.Url, null, store.Given, "trace", "lamp.r2", "--spans");

        Assert.Equal(
            """
                begins       takes  process   span
                0.0 ms     41.0 ms  gateway   POST /auctions/{id}/raises
                2.0 ms     38.0 ms  api-1      POST /auctions/{id}/raises
                3.0 ms     36.0 ms  api-1       raise
               11.0 ms     24.0 ms  worker-2     raise
            56491.0 ms     20.0 ms  worker-1      WorkflowActivity AdvanceAuction
            56496.0 ms      6.0 ms  worker-1       dapr.proto.runtime.v1.Dapr/PublishEvent
            56511.0 ms      3.0 ms  pusher-1        write to sockets
               41.0 ms      8.0 ms  worker-1     add user to auction
               51.0 ms      5.0 ms  worker-1     check bid amount: failed
               71.0 ms     20.0 ms  worker-2     check bid amount
               93.0 ms      9.0 ms  worker-2     notify participants
               94.0 ms      6.0 ms  worker-2      dapr.proto.runtime.v1.Dapr/PublishEvent
              103.0 ms      3.0 ms  pusher-1       write to sockets
              104.0 ms      7.0 ms  pusher-2       write to sockets
            """.Split('\n'),
            told.Lines[^15..]);
    }

    [Fact]
    public async Task The_same_is_there_as_data()
    {
        await using var api = await ApiAsync();
        await using var store = await FakeTraceStore.StartAsync("dashboard");
        var told = await CommandLine.RunAsync(api.Url, null, store.Given, "trace", "lamp.r2", "--json");

        var data = JsonSerializer.Deserialize<JsonElement>(told.Output);
        Assert.Equal(("lamp.r2", "raised", 3), (Text("command"), Text("status"), data.GetProperty("seq").GetInt32()));
        Assert.Equal((true, false), (data.GetProperty("hasMaximum").GetBoolean(), data.TryGetProperty("amount", out _)));
        var moments = data.GetProperty("moments").EnumerateArray().ToList();
        var decided = moments.Single(moment => moment.GetProperty("what").GetString()!.StartsWith("decided", StringComparison.Ordinal));
        Assert.Equal((88, "worker-2"), (decided.GetProperty("afterMs").GetInt32(), decided.GetProperty("where").GetString()));
        Assert.Equal(14, data.GetProperty("traces").GetProperty("spans").GetArrayLength());
        Assert.DoesNotContain(Lamp.Hidden, told.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeTraceStore.LoginToken, told.Output, StringComparison.Ordinal);

        string? Text(string name) => data.GetProperty(name).GetString();
    }

    [Fact]
    public async Task A_command_that_is_not_decided_yet_is_pending()
    {
        await using var api = await ApiAsync(Lamp.PendingVerdict);
        api.Commands["lamp.r9"] = new { command = "lamp.r9", status = "pending" };
        var told = await CommandLine.RunAsync(api.Url, null, null, "trace", "lamp.r9");

        Assert.Equal(0, told.Code);
        Assert.Contains("cid: raise, pending", told.Lines);
        Assert.Contains("20:01:10.000               received: this instant counts", told.Lines);
    }

    [Fact]
    public async Task A_command_that_failed_is_told_with_its_dead_letter()
    {
        await using var api = await ApiAsync();
        api.Commands["lamp.r8"] = new { command = "lamp.r8", status = "failed", reason = "failed" };
        api.DeadLetters.Enqueue(new
        {
            id = "lamp.r8",
            at = Lamp.At(8_000),
            type = "AuctionRaise",
            step = "CheckBidAmount",
            error = "the store is away",
        });
        var told = await CommandLine.RunAsync(api.Url, null, null, "trace", "lamp.r8");

        Assert.Equal(0, told.Code);
        Assert.Contains("20:00:08.000               dead-lettered: CheckBidAmount kept failing, last with: the store is away", told.Lines);
    }

    [Fact]
    public async Task A_bidder_sees_the_outcome_of_the_own_command_without_the_trail()
    {
        await using var api = await ApiAsync();
        api.Commands["lamp.r2"] = new { command = "lamp.r2", status = "raised", seq = 3 };
        var told = await CommandLine.RunAsync(api.Url, "other", null, "trace", "lamp.r2");

        Assert.Equal(0, told.Code);
        Assert.Contains("Outcome: raised", told.Lines);
        Assert.Contains("The audit trail can't be read with this token: Only the auction's seller and admins may do this.", told.Lines);
    }

    [Theory]
    [InlineData("lamp", null, 1, "command: 'lamp' is not a command's id")]
    [InlineData("lamp.\"}", null, 1, "is not a command's id")]
    [InlineData("lamp.none", null, 1, "There is no such command, or it belongs to another user: lamp.none")]
    [InlineData("none.r1", null, 1, "There is no such command, or it belongs to another user: none.r1")]
    [InlineData("lamp.r2", "forged", 1, "AUCTIONS_TOKEN: The token is missing or not valid.")]
    [InlineData("lamp.none", "other", 1, "AUCTIONS_TOKEN: Only the auction's seller and admins may do this.")]
    public async Task A_wrong_id_or_token_is_named(string id, string? token, int code, string expected)
    {
        await using var api = await ApiAsync();
        var told = await CommandLine.RunAsync(api.Url, token, null, "trace", id);

        Assert.Equal(code, told.Code);
        Assert.Contains(expected, told.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("locked", "refuses /api/services: 401")]
    [InlineData("something else", "is neither Jaeger nor Tempo nor Aspire's dashboard")]
    public async Task A_store_of_traces_that_refuses_is_named_and_the_audit_trail_is_told(string kind, string expected)
    {
        await using var api = await ApiAsync();
        await using var store = await FakeTraceStore.StartAsync(kind);
        var told = await CommandLine.RunAsync(api.Url, null, null, "trace", "lamp.r2", "--traces", store.Given);

        Assert.Equal((2, true), (told.Code, told.Output.Contains("decided: event 3", StringComparison.Ordinal)));
        Assert.StartsWith($"--traces: {store.Url}/ {expected}", told.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", "--traces: http://127.0.0.1:1/ does not answer")]
    [InlineData("nowhere", "--traces: 'nowhere' is not an http or https URL")]
    public async Task A_store_of_traces_that_is_not_there_is_named(string address, string expected)
    {
        await using var api = await ApiAsync();
        var told = await CommandLine.RunAsync(api.Url, null, null, "trace", "lamp.r2", "--traces", address);

        Assert.NotEqual(0, told.Code);
        Assert.StartsWith(expected, told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dashboard_needs_its_login_URL()
    {
        await using var api = await ApiAsync();
        await using var store = await FakeTraceStore.StartAsync("dashboard");
        var without = await CommandLine.RunAsync(api.Url, null, null, "trace", "lamp.r2", "--traces", store.Url);
        var wrong = await CommandLine.RunAsync(api.Url, null, $"{store.Url}/login?t=wrong", "trace", "lamp.r2");

        Assert.Equal((2, 2), (without.Code, wrong.Code));
        Assert.Contains("Give the dashboard's login URL, which ./run prints.", without.Error, StringComparison.Ordinal);
        Assert.StartsWith("AUCTIONS_TRACES: ", wrong.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("t=wrong", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_that_is_not_kept_is_said_so()
    {
        await using var api = await ApiAsync();
        await using var store = await FakeTraceStore.StartAsync("tempo");
        var told = await CommandLine.RunAsync(api.Url, null, store.Given, "trace", "lamp.r1");

        Assert.Equal(0, told.Code);
        Assert.Contains("has none: none was sampled, it is not kept any more", told.Output, StringComparison.Ordinal);
    }

    private static async Task<StubApi> ApiAsync(string verdict = Lamp.Verdict)
    {
        var api = await StubApi.StartAsync();
        api.Auctions[Lamp.Id] = (Lamp.View, Lamp.Audit + verdict);
        return api;
    }
}
