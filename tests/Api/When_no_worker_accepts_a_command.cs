using System.Net;
using System.Net.Sockets;
using Api.Tests.Fixtures;
using Auctions.Views;
using Microsoft.Extensions.Time.Testing;

namespace Api.Tests;

/// <summary>With the real dispatcher, and no sidecar at its address.</summary>
public sealed class When_no_worker_accepts_a_command : IDisposable
{
    private readonly ApiUnderTest _api = new ApiUnderTest { HasRealDispatcher = true }
        .With("DAPR_GRPC_ENDPOINT", $"http://127.0.0.1:{ClosedPort()}");

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task The_answer_is_503_with_Retry_After()
    {
        using var answer = await PostAsync(_api, key: null);

        await answer.IsProblemAsync(HttpStatusCode.ServiceUnavailable, "not-accepted");
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task A_store_that_is_away_too_does_not_change_the_answer()
    {
        _api.Reader.Failure = new TimeoutException();
        using var answer = await PostAsync(_api, key: null);

        await answer.IsProblemAsync(HttpStatusCode.ServiceUnavailable, "not-accepted");
    }

    [Fact]
    public async Task Under_a_key_an_earlier_try_may_have_been_accepted_so_the_outcome_is_unknown()
    {
        using var answer = await PostAsync(_api);

        await answer.IsProblemAsync(HttpStatusCode.ServiceUnavailable, "unknown-outcome");
    }

    [Fact]
    public async Task After_a_timeout_the_outcome_is_unknown_unless_the_audit_trail_has_it()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        // The clock is behind, so that most of the five seconds are over at the start.
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddSeconds(-4.5));
        using var api = new ApiUnderTest { HasRealDispatcher = true, Clock = clock }
            .With("DAPR_GRPC_ENDPOINT", $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");
        using var answer = await PostAsync(api);

        await answer.IsProblemAsync(HttpStatusCode.ServiceUnavailable, "unknown-outcome");

        var command = Auctions.CommandIds.FromIdempotencyKey("a1", "bob", "k-1");
        api.Reader.Commands[command] = new CommandView(command, "bob", "raised", null, 7);
        using var accepted = await PostAsync(api);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal(command, (await accepted.ReadAsync()).GetProperty("command").GetString());
    }

    private static async Task<HttpResponseMessage> PostAsync(ApiUnderTest api, string? key = "k-1")
    {
        using var bob = api.As("bob", "bidder");
        if (key is not null)
            bob.DefaultRequestHeaders.Add("Idempotency-Key", key);
        return await bob.PostAsync("/auctions/a1/raises", Answers.Json("""{"amount":12}"""), TestContext.Current.CancellationToken);
    }

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
