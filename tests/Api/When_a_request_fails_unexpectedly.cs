using System.Net;
using Api.Tests.Fixtures;
using Auctions.ServiceDefaults.Errors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tests.Access;
using Tests.Errors;

namespace Api.Tests;

public sealed class When_a_request_fails_unexpectedly
{
    [Fact]
    public async Task It_is_reported_once_with_its_place_and_nothing_of_the_request()
    {
        using var traces = Requests.Trace();
        await using var sentry = await FakeSentry.StartAsync();
        await using var api = Start(sentry);
        api.Reader.Failure = new FormatException("'735198264' is not a number");
        using var client = api.As("wilhelmina", "bidder");
        client.DefaultRequestHeaders.Add("Cookie", "session=secret");

        using var answer = await client.GetAsync("/auctions/a1?secret=1", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        // A stop sends what isn't sent yet.
        await api.DisposeAsync();

        var sent = Assert.Single(sentry.Rest());
        Assert.Equal(["api", "Auctions.Api.Errors.ExceptionProblems 400", "System.FormatException"], sent.Fingerprint);
        Assert.Equal("System.FormatException", sent.Exception.GetProperty("type").GetString());
        Assert.Contains(
            sent.Exception.GetProperty("stacktrace").GetProperty("frames").EnumerateArray(),
            frame => $"{frame}".Contains("AuctionEndpoints", StringComparison.Ordinal));
        Assert.Equal(32, sent.Tag("trace.id")!.Length);
        foreach (var secret in (string[])["735198264", "wilhelmina", "secret", "eyJ", "request"])
            Assert.DoesNotContain(secret, sent.Envelope, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_request_is_no_error()
    {
        await using var sentry = await FakeSentry.StartAsync();
        await using var api = Start(sentry);
        using var client = api.As("sue", "seller");

        using var answer = await client.PostAsync("/auctions", new StringContent("nonsense"), TestContext.Current.CancellationToken);
        Assert.True((int)answer.StatusCode is >= 400 and < 500);
        await api.DisposeAsync();

        Assert.Empty(sentry.Rest());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ftp://key@sentry.example.com/1")]
    [InlineData("https://sentry.example.com/1")]
    [InlineData("https://key@sentry.example.com")]
    public async Task A_malformed_DSN_is_named_at_the_start(string dsn)
    {
        var refusal = await BadConfiguration.RefusalOfSettingAsync<Program>("SENTRY_DSN", dsn);

        Assert.Contains("SENTRY_DSN", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain(dsn, refusal, StringComparison.Ordinal);
    }

    private static ApiUnderTest Start(FakeSentry sentry) => new ApiUnderTest
    {
        // The test's Api has no log providers otherwise.
        Extra = services => services.AddSingleton<ILoggerProvider, UnhandledErrors>(),
    }.With("SENTRY_DSN", sentry.Dsn).With("OTEL_SERVICE_NAME", "api");
}
