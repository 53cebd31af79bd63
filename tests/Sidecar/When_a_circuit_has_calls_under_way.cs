using Embedded.Sidecar.Policies;
using Microsoft.Extensions.Time.Testing;

namespace Sidecar.Tests;

public sealed class When_a_circuit_has_calls_under_way
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_success_of_a_call_from_before_it_opened_does_not_close_it()
    {
        var runner = Runner(tripAfter: 1);
        var early = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = runner.RunAsync(early, static async (answer, _) => await answer.Task, Cancelled).AsTask();
        await FailAsync(runner);

        early.SetResult(1);
        await running;

        await Assert.ThrowsAsync<CircuitOpenException>(() => SucceedAsync(runner));
    }

    [Fact]
    public async Task A_failure_of_a_call_from_before_it_opened_does_not_keep_it_open_longer()
    {
        var runner = Runner(tripAfter: 1);
        var early = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = runner.RunAsync(early, static async (answer, _) => await answer.Task, Cancelled).AsTask();
        await FailAsync(runner);
        _time.Advance(TimeSpan.FromSeconds(9));

        early.SetException(new CallFailure("late"));
        await Assert.ThrowsAsync<CallFailure>(() => running);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, await SucceedAsync(runner));
    }

    [Fact]
    public async Task A_caller_that_cancels_is_no_failure_of_the_target()
    {
        var runner = Runner(tripAfter: 1);

        await GiveUpAsync(runner);

        Assert.Equal(1, await SucceedAsync(runner));
    }

    [Fact]
    public async Task A_trial_whose_caller_cancels_makes_room_for_another()
    {
        var runner = Runner(tripAfter: 1);
        await FailAsync(runner);
        _time.Advance(TimeSpan.FromSeconds(10));

        await GiveUpAsync(runner);

        Assert.Equal(1, await SucceedAsync(runner));
    }

    [Fact]
    public async Task A_half_open_circuit_limits_the_calls_under_way()
    {
        var runner = Runner(tripAfter: 1);
        await FailAsync(runner);
        _time.Advance(TimeSpan.FromSeconds(10));
        var trial = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = runner.RunAsync(trial, static async (answer, _) => await answer.Task, Cancelled).AsTask();

        await Assert.ThrowsAsync<CircuitOpenException>(() => SucceedAsync(runner));

        trial.SetResult(7);
        Assert.Equal(7, await running);
        Assert.Equal(1, await SucceedAsync(runner));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(90_000_000)]
    public async Task A_timeout_may_be_as_short_or_long_as_the_file_says(int milliseconds)
    {
        var runner = new PolicyRunner(new TargetPolicy(TimeSpan.FromMilliseconds(milliseconds), null, null), _time);

        Assert.Equal(1, await SucceedAsync(runner));
    }

    private PolicyRunner Runner(int tripAfter) =>
        new(new TargetPolicy(null, null, new BreakerSpec(tripAfter, 1, TimeSpan.FromSeconds(10))), _time);

    private static Task<int> SucceedAsync(PolicyRunner runner) =>
        runner.RunAsync(1, static (answer, _) => new ValueTask<int>(answer), Cancelled).AsTask();

    private static async Task FailAsync(PolicyRunner runner) =>
        await Assert.ThrowsAsync<CallFailure>(
            async () => await runner.RunAsync<int, int>(0, static (_, _) => throw new CallFailure("no"), Cancelled));

    private static async Task GiveUpAsync(PolicyRunner runner)
    {
        using var caller = new CancellationTokenSource();
        var running = runner.RunAsync(0, static async (answer, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return answer;
        }, caller.Token).AsTask();
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}
