using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Auctions;
using Auctions.Bus;
using Auctions.Lifecycle;
using Auctions.Raising;
using Auctions.ServiceDefaults.Errors;
using Auctions.Worker.Workflows;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Dapr.Workflow;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tests.Errors;
using Worker.Tests.Fixtures;

namespace Worker.Tests;

/// <summary>A person hears of it, with what reproduces it, and without what only its sender may know.</summary>
public sealed class When_a_command_fails_for_good : IAsyncLifetime
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const decimal Maximum = 735198264;
    private const string Bidder = "wilhelmina";

    private readonly ActivityListener _traces = Requests.Trace();
    private FakeSentry _sentry = null!;
    private WorkerUnderTest _worker = null!;

    public async ValueTask InitializeAsync()
    {
        _sentry = await FakeSentry.StartAsync();
        _worker = Start(_sentry.Dsn);
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _sentry.DisposeAsync();
        _traces.Dispose();
    }

    [Fact]
    public async Task Its_dead_letter_is_reported_with_what_reproduces_it()
    {
        await DeadLetterAsync("System.TimeoutException", "The store is away.", new Metadata { { "traceparent", $"00-{TraceId}-b7ad6b7169203331-01" } });

        var sent = await _sentry.NextAsync();

        Assert.Equal("event", sent.Type);
        Assert.Equal(["AuctionRaise", "CheckBidAmount", "System.TimeoutException"], sent.Fingerprint);
        Assert.Equal(
            ("worker", "CheckBidAmount", "AuctionRaise", "a1.r1", "a1", TraceId),
            (sent.Tag("service"), sent.Tag("step"), sent.Tag("command"), sent.Tag("command.id"), sent.Tag("auction.id"), sent.Tag("trace.id")));
        Assert.Equal(TraceId, sent.Content.GetProperty("contexts").GetProperty("trace").GetProperty("trace_id").GetString());
        Assert.StartsWith("auctions@0.1.0", sent.Content.GetProperty("release").GetString(), StringComparison.Ordinal);
        Assert.Equal("Development", sent.Content.GetProperty("environment").GetString());
        Assert.Equal(
            """{"commandId":"a1.r1","auction":"a1","bidder":"(text)","receivedAt":"1970-01-01T00:00:00+00:00","maximum":"(number)"}""",
            JsonSerializer.Serialize(sent.Command, AuctionJson.Options));
        Assert.Equal("The store is away.", sent.Exception.GetProperty("value").GetString());
        Assert.Equal("at Auctions.Raising.CheckBidAmount", sent.Content.GetProperty("extra").GetProperty("stack").GetString());
    }

    [Fact]
    public async Task Nothing_in_it_is_hidden_elsewhere()
    {
        await DeadLetterAsync("System.FormatException", $"'{Maximum}' of {Bidder} is not a number.");

        var sent = await _sentry.NextAsync();

        Assert.DoesNotContain(Maximum.ToString(CultureInfo.InvariantCulture), sent.Envelope, StringComparison.Ordinal);
        Assert.DoesNotContain(Bidder, sent.Envelope, StringComparison.Ordinal);
        Assert.DoesNotContain(Environment.MachineName, sent.Envelope, StringComparison.Ordinal);
        Assert.Equal("{}", $"{sent.Content.GetProperty("user")}");
        Assert.All(new[] { "request", "breadcrumbs", "modules", "server_name" }, part => Assert.False(sent.Content.TryGetProperty(part, out _), part));
    }

    [Fact]
    public async Task A_thousand_failures_of_a_kind_are_some_reports_of_one_group()
    {
        for (var failure = 0; failure < 100; failure++)
            await DeadLetterAsync("System.TimeoutException", "away", commandId: $"a1.r{failure}");

        await _worker.DisposeAsync();

        var sent = _sentry.Rest();
        Assert.Equal(ReportLimit.MostOfAGroup, sent.Count);
        Assert.Single(sent.Select(one => string.Join('|', one.Fingerprint)).Distinct());
    }

    [Fact]
    public async Task One_that_could_not_be_accepted_is_reported_once_with_its_exception()
    {
        _worker.Documents.Failure = new InvalidDataException("The head can't be read.", new FormatException($"'{Maximum}' is not a number"));

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await _worker.Dispatch(Opening()));
        await _worker.DisposeAsync();

        Assert.Equal(StatusCode.Internal, refused.StatusCode);
        var sent = Assert.Single(_sentry.Rest());
        Assert.Equal(["OpenAuction", "accept", "System.IO.InvalidDataException"], sent.Fingerprint);
        Assert.Equal("(number)", sent.Command.GetProperty("terms").GetProperty("reservePrice").GetString());
        Assert.DoesNotContain($"{Maximum}", sent.Envelope, StringComparison.Ordinal);
        Assert.NotEqual(0, sent.Exception.GetProperty("stacktrace").GetProperty("frames").GetArrayLength());
    }

    [Fact]
    public async Task One_that_a_handler_gave_up_is_reported()
    {
        var step = ActivatorUtilities.CreateInstance<HandlerActivity<AuctionRaiseCommand, GivesUp>>(_worker.Services, new GivesUp());

        await step.RunAsync(null!, new StepInput<AuctionRaiseCommand>(Raise("a1.r1"), StepReport.None));

        var sent = await _sentry.NextAsync();
        Assert.Equal(["AuctionRaise", nameof(GivesUp), "failed: no-way"], sent.Fingerprint);
        Assert.Equal("(number)", sent.Command.GetProperty("maximum").GetString());
    }

    [Fact]
    public async Task One_that_may_be_sent_again_is_no_error()
    {
        _worker.Documents.Failure = new TimeoutException();

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await _worker.Dispatch(Opening()));
        await _worker.DisposeAsync();

        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
        Assert.Empty(_sentry.Rest());
    }

    [Fact]
    public async Task A_message_that_is_no_command_is_reported_by_its_id()
    {
        await DeliverAsync(Components.CommandsTopic, $$"""{"maximum":"{{Maximum}}","user":"{{Bidder}}"}""");

        var sent = await _sentry.NextAsync();

        Assert.Equal(["worker", $"topic {Components.CommandsTopic}", "not a command"], sent.Fingerprint);
        Assert.DoesNotContain($"{Maximum}", sent.Envelope, StringComparison.Ordinal);
        Assert.DoesNotContain(Bidder, sent.Envelope, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(SentryAnswer.IsSilent))]
    [InlineData(nameof(SentryAnswer.Refuses))]
    public async Task A_Sentry_that_doesnt_take_reports_costs_nothing_but_reports(string answer)
    {
        await using var sentry = await FakeSentry.StartAsync(Enum.Parse<SentryAnswer>(answer));
        await using var worker = Start(sentry.Dsn);

        for (var failure = 0; failure < 100; failure++)
            await DeadLetterAsync($"Auctions.Failure{failure}", "away", worker: worker);
        await sentry.AskedAsync();

        await worker.OpenAsync();
    }

    [Fact]
    public async Task A_Sentry_that_is_down_costs_nothing_but_reports()
    {
        await using var worker = Start("http://key@127.0.0.1:1/42");

        for (var failure = 0; failure < 100; failure++)
            await DeadLetterAsync($"Auctions.Failure{failure}", "away", worker: worker);

        await worker.OpenAsync();
    }

    [Fact]
    public void Without_a_DSN_nothing_of_Sentry_runs()
    {
        using var worker = new WorkerUnderTest();

        Assert.IsNotType<SentryReports>(worker.Services.GetRequiredService<IErrorReports>());
    }

    private static WorkerUnderTest Start(string dsn) => new WorkerUnderTest
    {
        // The test's worker has no log providers otherwise.
        Extra = services => services.AddSingleton<ILoggerProvider, UnhandledErrors>(),
    }.With("SENTRY_DSN", dsn).With("OTEL_SERVICE_NAME", "worker");

    private static AuctionRaiseCommand Raise(string commandId) =>
        new(commandId, "a1", Bidder, null, DateTimeOffset.UnixEpoch) { Maximum = Maximum };

    // It is retried less often than a raise.
    private OpenAuctionCommand Opening() =>
        _worker.Opening() with { Terms = _worker.Opening().Terms with { ReservePrice = Maximum } };

    private async Task DeadLetterAsync(
        string errorType, string error, Metadata? headers = null, string commandId = "a1.r1", WorkerUnderTest? worker = null) =>
        await DeliverAsync(
            Components.DeadLetterTopic,
            JsonSerializer.Serialize(
                DeadLetteredCommand.Of(
                    Raise(commandId), "CheckBidAmount",
                    new WorkflowTaskFailureDetails(errorType, error, $"{errorType}: {error}\n   at Auctions.Raising.CheckBidAmount")),
                AuctionJson.Options),
            headers, worker);

    private async Task DeliverAsync(string topic, string body, Metadata? headers = null, WorkerUnderTest? worker = null) =>
        await (worker ?? _worker).Call(
            Wire.OnTopicEvent,
            new TopicEventRequest { Id = "m1", PubsubName = Components.PubSub, Topic = topic, Data = ByteString.CopyFromUtf8(body) },
            headers);

    private sealed class GivesUp : IHandler<AuctionRaiseCommand>
    {
        public ValueTask<Outcome> HandleAsync(AuctionRaiseCommand command, CommandContext context) => new(Outcome.Failed("no-way"));
    }
}
