using System.Text.Json;
using Auctions;
using Auctions.Bus;
using Auctions.Events;
using Auctions.Raising;
using Auctions.Worker.Workflows;
using Dapr.Workflow;
using Worker.Tests.Fixtures;

namespace Worker.Tests;

/// <summary>The workflow of durable commands, run without a sidecar.</summary>
public sealed class When_a_command_runs_durably
{
    private static readonly AuctionRaiseCommand Raise = new("a1.r1", "a1", "bob", 12, DateTimeOffset.UnixEpoch);
    // The options of the SDK.
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private static readonly AuctionRaisedEvent Raised =
        new("a1", 2, 12, "bob", null, 1, 1, 13, true, DateTimeOffset.UnixEpoch.AddHours(1), DateTimeOffset.UnixEpoch, "a1.r1");

    [Fact]
    public async Task Every_handler_is_a_step_in_the_order_that_the_command_declares()
    {
        var context = new TestWorkflow((_, _) => StepReport.None);

        await RunAsync(context, Raise);

        Assert.Equal(["AuctionRaise.AddUserToAuction", "AuctionRaise.CheckBidAmount", "AuctionRaise.NotifyParticipants"], context.Called.Select(step => step.Name));
        Assert.All(context.Called, step => Assert.Same(Raise, ((StepInput<AuctionRaiseCommand>)step.Input!).Command));
    }

    [Fact]
    public async Task What_one_step_recorded_reaches_the_next_and_the_last_outcome_is_the_result()
    {
        var context = new TestWorkflow((step, _) => step == "AuctionRaise.AddUserToAuction"
            ? StepReport.None
            : After(Outcome.Succeeded(2), Raised));

        var report = await RunAsync(context, Raise);

        var before = ((StepInput<AuctionRaiseCommand>)context.Called[2].Input!).Before.ToContext(TestContext.Current.CancellationToken);
        Assert.Equal(Outcome.Succeeded(2), before.Outcome);
        Assert.Equal(Raised, Assert.Single(before.Events));
        Assert.Equal(Outcome.Succeeded(2), report.Outcome);
    }

    [Fact]
    public async Task A_step_that_fails_is_tried_again_after_the_delays_that_the_command_wants()
    {
        var failures = 0;
        var context = new TestWorkflow((step, _) => step == "AuctionRaise.CheckBidAmount" && ++failures <= ((IRetryOnFail)Raise).MaxRetry ? throw Failure<TimeoutException>("away") : StepReport.None);

        await RunAsync(context, Raise);

        Assert.Equal(Enumerable.Range(1, ((IRetryOnFail)Raise).MaxRetry).Select(((IRetryOnFail)Raise).RetryDelay), context.Waited);
        Assert.Equal(((IRetryOnFail)Raise).MaxRetry + 3, context.Called.Count);
    }

    [Fact]
    public async Task One_that_keeps_failing_is_dead_lettered_with_its_error_and_ends_as_failed()
    {
        var context = new TestWorkflow((step, _) => step switch
        {
            "AuctionRaise.CheckBidAmount" => throw Failure<TimeoutException>("10.1.2.3 is away"),
            nameof(DeadLetterCommand) or nameof(NotifyBidder) => true,
            _ => StepReport.None,
        });

        var failure = await Assert.ThrowsAsync<CommandFailedException>(() => RunAsync(context, Raise));

        Assert.Equal("CheckBidAmount kept failing: System.TimeoutException", failure.Message);
        var dead = Assert.IsType<DeadLetteredCommand>(context.Called[^2].Input);
        Assert.Equal(("a1.r1", "AuctionRaise", "CheckBidAmount", "10.1.2.3 is away"), (dead.Id, dead.Type, dead.Step, dead.Error));
        Assert.Equal(new BidderToNotify("a1", "bob", "a1.r1"), context.Called[^1].Input);
        Assert.Equal(Raise, dead.Payload.Deserialize<AuctionRaiseCommand>(AuctionJson.Options));
    }

    [Fact]
    public async Task It_is_dead_lettered_however_long_the_dead_letters_are_away()
    {
        var tries = 0;
        var context = new TestWorkflow((step, _) => step is nameof(DeadLetterCommand) or nameof(NotifyBidder) && ++tries > 900 ? true : throw Failure<TimeoutException>("away"));

        await Assert.ThrowsAsync<CommandFailedException>(() => RunAsync(context, Raise));

        Assert.Equal([nameof(DeadLetterCommand), nameof(NotifyBidder)], context.Called.Select(step => step.Name).TakeLast(2));
    }

    [Fact]
    public async Task An_input_that_cannot_be_read_is_not_tried_again()
    {
        var context = new TestWorkflow((step, _) => step == "AuctionRaise.AddUserToAuction" ? throw Failure<JsonException>("no number") : true);

        await Assert.ThrowsAsync<CommandFailedException>(() => RunAsync(context, Raise));

        Assert.Empty(context.Waited);
        Assert.Equal(["AuctionRaise.AddUserToAuction", nameof(DeadLetterCommand), nameof(NotifyBidder)], context.Called.Select(step => step.Name));
    }

    [Fact]
    public async Task After_a_failed_outcome_no_further_step_runs_and_after_a_rejection_the_others_do()
    {
        var failed = new TestWorkflow((_, _) => After(Outcome.Failed("nothing-there")));
        Assert.Equal(OutcomeKind.Failed, (await RunAsync(failed, Raise)).Outcome.Kind);
        Assert.Single(failed.Called);

        var rejected = new TestWorkflow((_, _) => After(Outcome.Rejected("too-low")));
        Assert.Equal("too-low", (await RunAsync(rejected, Raise)).Outcome.Reason);
        Assert.Equal(3, rejected.Called.Count);
    }

    [Fact]
    public void An_outcome_is_the_same_after_it_was_written_down()
    {
        foreach (var outcome in new[]
        {
            Outcome.Succeeded(), Outcome.Succeeded(7), Outcome.Rejected("too-low"), Outcome.Failed("gone"), Outcome.Pending(),
        })
            Assert.Equal(outcome, Roundtrip(After(outcome)).Outcome);
        var invalid = Roundtrip(After(Outcome.Invalid([new("amount", "is odd")]))).Outcome;
        Assert.Equal((OutcomeKind.Invalid, "amount"), (invalid.Kind, Assert.Single(invalid.Problems!).Field));
    }

    [Theory]
    [InlineData("""{"kind":"Succeeded"}""")]
    [InlineData("""{"kind":"Rejected","reason":"too-low"}""")]
    [InlineData("""{"kind":"Invalid","problems":[{"field":"amount","problem":"is odd"}]}""")]
    [InlineData("""{"kind":"Succeeded","seq":2,"events":[{"type":"from a later version","price":12.50}]}""")]
    public void A_report_has_the_form_that_stored_histories_have(string stored) =>
        Assert.Equal(stored, JsonSerializer.Serialize(JsonSerializer.Deserialize<StepReport>(stored, Web), Web));

    private static StepReport After(Outcome outcome, params IAuctionEvent[] events)
    {
        var context = new CommandContext { Outcome = outcome };
        context.RecordAll(events);
        return StepReport.Of(context);
    }

    private static Task<StepReport> RunAsync(WorkflowContext context, AuctionRaiseCommand command) =>
        new CommandWorkflow<AuctionRaiseCommand>().RunAsync(context, command);

    private static StepReport Roundtrip(StepReport report) =>
        JsonSerializer.Deserialize<StepReport>(JsonSerializer.Serialize(report, Web), Web)!;

    private static WorkflowTaskFailedException Failure<TException>(string message)
        where TException : Exception =>
        new("Task failed", new WorkflowTaskFailureDetails(typeof(TException).FullName!, message));
}
