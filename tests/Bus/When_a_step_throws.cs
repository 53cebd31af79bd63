using Auctions.Bus;
using Bus.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;

namespace Bus.Tests;

/// <summary>What <see cref="RetryOnFailMiddleware"/> does then, by a clock that the tests advance.</summary>
public sealed class When_a_step_throws
{
    private readonly FakeTimeProvider _time = new();
    private readonly LogLines<RetryOnFailMiddleware> _log = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_tried_again_after_each_delay_until_it_succeeds(bool later)
    {
        var step = Failing(times: 2, later);
        var sending = Retrying(step).Send(new RetriedCommand());

        Assert.Equal(1, step.Runs);
        _time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Equal(1, step.Runs);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, step.Runs);
        _time.Advance(TimeSpan.FromMilliseconds(199));
        Assert.Equal(2, step.Runs);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(3, step.Runs);

        Assert.Equal(Outcome.Succeeded(1), await sending);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_last_exception_is_the_senders_once_the_tries_are_spent(bool later)
    {
        var step = Failing(times: int.MaxValue, later);
        var sending = Retrying(step).Send(new RetriedCommand(MaxRetry: 2));
        _time.Advance(TimeSpan.FromMilliseconds(100));
        _time.Advance(TimeSpan.FromMilliseconds(200));

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => sending);

        Assert.Equal("try 3", thrown.Message);
        Assert.Equal(3, step.Runs);
        Assert.Equal(
            [
                "Warning: Retried retried-1 failed at try 1 with InvalidOperationException; next try in 100 ms",
                "Warning: Retried retried-1 failed at try 2 with InvalidOperationException; next try in 200 ms",
            ],
            _log.Lines);
    }

    [Fact]
    public async Task With_no_retry_allowed_it_is_tried_once()
    {
        var step = Failing(times: int.MaxValue, later: false);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Retrying(step).Send(new RetriedCommand(MaxRetry: 0)));

        Assert.Equal(1, step.Runs);
    }

    [Fact]
    public async Task What_the_failed_try_recorded_is_forgotten()
    {
        var told = new Recordings();
        var outcomes = new List<Outcome>();
        var step = new Step<RetriedCommand>(context =>
        {
            outcomes.Add(context.Outcome);
            context.Record($"try {outcomes.Count}");
            context.Outcome = Outcome.Rejected("half-way");
            return outcomes.Count == 1 ? throw new InvalidOperationException("first") : Outcome.Succeeded();
        });
        var sending = new Stage(new EventRecordingMiddleware(told), Retry()).With(step).Send(new RetriedCommand());

        _time.Advance(TimeSpan.FromMilliseconds(100));
        await sending;

        Assert.Equal([["try 2"]], told.Calls);
        Assert.Equal([Outcome.Succeeded(), Outcome.Succeeded()], outcomes);
    }

    [Fact]
    public async Task Cancellation_ends_the_wait_for_the_next_try()
    {
        var step = Failing(times: int.MaxValue, later: false);
        using var source = new CancellationTokenSource();
        var sending = Retrying(step).SendUntil(new RetriedCommand(), source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal(1, step.Runs);
    }

    [Fact]
    public async Task One_that_was_cancelled_is_not_tried_again()
    {
        using var source = new CancellationTokenSource();
        var step = new Step<RetriedCommand>(context =>
        {
            source.Cancel();
            context.Cancellation.ThrowIfCancellationRequested();
            return Outcome.Succeeded();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Retrying(step).SendUntil(new RetriedCommand(), source.Token));

        Assert.Equal(1, step.Runs);
    }

    [Fact]
    public async Task A_failure_that_is_an_outcome_is_not_tried_again()
    {
        var step = new Step<RetriedCommand>(_ => Outcome.Failed("store-busy"));

        Assert.Equal(Outcome.Failed("store-busy"), await Retrying(step).Send(new RetriedCommand()));
        Assert.Equal(1, step.Runs);
    }

    [Fact]
    public async Task A_delay_below_zero_means_at_once()
    {
        var runs = 0;
        var stage = new Stage(Retry()).With(new Step<Hasty>(_ =>
            ++runs == 1 ? throw new InvalidOperationException("first") : Outcome.Succeeded(2)));

        Assert.Equal(Outcome.Succeeded(2), await stage.Send(new Hasty()));
    }

    [Fact]
    public void A_command_that_does_not_ask_for_it_costs_nothing()
    {
        CommandDelegate<PlainCommand> rest = (_, _) => default;

        Assert.Same(rest, Retry().Compose(rest));
    }

    private static Step<RetriedCommand> Failing(int times, bool later)
    {
        var tries = 0;
        return new Step<RetriedCommand>((_, _) => ++tries > times
            ? new(Outcome.Succeeded(1))
            : later
                ? ValueTask.FromException<Outcome>(new InvalidOperationException($"try {tries}"))
                : throw new InvalidOperationException($"try {tries}"));
    }

    private RetryOnFailMiddleware Retry() => new(_time, _log);

    private Stage Retrying(Step<RetriedCommand> step) => new Stage(Retry()).With(step);

    private sealed record Hasty(string CommandId = "hasty-1") : ICommand<Hasty>, IRetryOnFail
    {
        public static IReadOnlyList<Type> Handlers { get; } = [typeof(Step<Hasty>)];

        public int MaxRetry => 1;

        public TimeSpan RetryDelay(int tried) => TimeSpan.FromMilliseconds(-5);
    }
}
