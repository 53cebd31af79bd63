using Embedded.Sidecar.Policies;
using Microsoft.Extensions.Time.Testing;
using Polly.Timeout;

namespace Sidecar.Tests;

public sealed class When_a_policy_is_applied
{
    private static readonly RetrySpec Thrice = new(false, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), 3, null, null);
    private readonly FakeTimeProvider _time = new();
    private int _tries;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failure_is_retried_after_the_wait()
    {
        var runner = new PolicyRunner(new TargetPolicy(null, Thrice, null), _time);

        var running = runner.RunAsync(this, static (test, _) => test.FailUntil(3), Cancelled).AsTask();
        await AdvanceAsync(running, TimeSpan.FromSeconds(1), 2);

        Assert.Equal(3, await running);
    }

    [Fact]
    public async Task After_the_last_attempt_the_caller_gets_the_failure()
    {
        var runner = new PolicyRunner(new TargetPolicy(null, Thrice, null), _time);

        var running = runner.RunAsync(this, static (test, _) => test.FailUntil(int.MaxValue), Cancelled).AsTask();
        await AdvanceAsync(running, TimeSpan.FromSeconds(1), 3);

        await Assert.ThrowsAsync<CallFailure>(() => running);
        Assert.Equal(4, _tries);
    }

    [Fact]
    public async Task Only_matching_statuses_are_retried()
    {
        var retry = Thrice with { Grpc = StatusRanges.TryParse("14") };
        var runner = new PolicyRunner(new TargetPolicy(null, retry, null), _time);

        await Assert.ThrowsAsync<CallFailure>(async () =>
            await runner.RunAsync(this, static (test, _) => test.Fail(grpc: 5), Cancelled));

        Assert.Equal(1, _tries);
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_cancelled()
    {
        var runner = new PolicyRunner(new TargetPolicy(TimeSpan.FromSeconds(5), null, null), _time);

        var running = runner.RunAsync(this, static async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return 0;
        }, Cancelled).AsTask();
        _time.Advance(TimeSpan.FromSeconds(5));

        await Assert.ThrowsAsync<TimeoutRejectedException>(() => running);
    }

    [Fact]
    public async Task A_circuit_opens_after_failures_in_a_row_and_closes_after_a_success()
    {
        var runner = new PolicyRunner(new TargetPolicy(null, null, new BreakerSpec(2, 1, TimeSpan.FromSeconds(10))), _time);
        for (var at = 0; at < 2; at++)
            await Assert.ThrowsAsync<CallFailure>(async () => await runner.RunAsync(this, static (test, _) => test.Fail(), Cancelled));

        await Assert.ThrowsAsync<CircuitOpenException>(async () => await runner.RunAsync(this, static (test, _) => test.Succeed(), Cancelled));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(3, await runner.RunAsync(this, static (test, _) => test.Succeed(), Cancelled));
        Assert.Equal(4, await runner.RunAsync(this, static (test, _) => test.Succeed(), Cancelled));
    }

    [Fact]
    public async Task A_failure_opens_a_half_open_circuit_again()
    {
        var runner = new PolicyRunner(new TargetPolicy(null, null, new BreakerSpec(1, 1, TimeSpan.FromSeconds(10))), _time);
        await Assert.ThrowsAsync<CallFailure>(async () => await runner.RunAsync(this, static (test, _) => test.Fail(), Cancelled));
        _time.Advance(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<CallFailure>(async () => await runner.RunAsync(this, static (test, _) => test.Fail(), Cancelled));

        await Assert.ThrowsAsync<CircuitOpenException>(async () => await runner.RunAsync(this, static (test, _) => test.Succeed(), Cancelled));
    }

    private ValueTask<int> FailUntil(int tries) => ++_tries < tries ? throw new CallFailure("not yet") : new(_tries);

    private ValueTask<int> Fail(int? grpc = null)
    {
        _tries++;
        throw new CallFailure("no", grpc: grpc);
    }

    private ValueTask<int> Succeed() => new(++_tries);

    // The wait begins on another thread, so the clock moves in small steps until the next attempt.
    private async Task AdvanceAsync(Task running, TimeSpan step, int times)
    {
        for (var at = 0; at < times; at++)
        {
            var before = _tries;
            while (_tries == before && !running.IsCompleted)
            {
                _time.Advance(step);
                await Task.Yield();
            }
        }

        while (!running.IsCompleted)
            await Task.Yield();
    }
}
