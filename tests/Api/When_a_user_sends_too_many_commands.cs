using System.Net;
using Api.Tests.Fixtures;

namespace Api.Tests;

public sealed class When_a_user_sends_too_many_commands : IDisposable
{
    private readonly ApiUnderTest _api = new ApiUnderTest()
        .With("RateLimits:CommandsPerSecond", "1")
        .With("RateLimits:CommandBurst", "2");

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task They_get_429_with_Retry_After_and_others_are_not_limited()
    {
        using var bob = _api.As("bob", "bidder");
        using var carol = _api.As("carol", "bidder");

        // The bucket may gain a token while the test runs, but not one for each request.
        HttpResponseMessage? refused = null;
        for (var sent = 0; sent < 50 && refused is null; sent++)
        {
            var answer = await RaiseAsync(bob);
            if (answer.StatusCode != HttpStatusCode.Accepted)
                refused = answer;
        }

        Assert.NotNull(refused);
        await refused.IsProblemAsync(HttpStatusCode.TooManyRequests, "too-many-requests");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        Assert.InRange(_api.Dispatcher.Commands.Count, 2, 49);

        using var carols = await RaiseAsync(carol);
        Assert.Equal(HttpStatusCode.Accepted, carols.StatusCode);
    }

    private static Task<HttpResponseMessage> RaiseAsync(HttpClient client) =>
        client.PostAsync("/auctions/a1/raises", Answers.Json("""{"amount":12}"""), TestContext.Current.CancellationToken);
}
