using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Embedded.Sidecar.Policies;

/// <summary>
/// Makes calls to one target as its policy says. The timeout applies to each attempt, the circuit breaker counts
/// attempts, and retries surround both. A call reports a failed attempt by a <see cref="CallFailure"/>.
/// </summary>
internal sealed class PolicyRunner
{
    private readonly ResiliencePipeline? _pipeline;
    private readonly Breaker? _breaker;

    /// <param name="policy">The policy; null makes one attempt without a timeout.</param>
    /// <param name="time">The clock.</param>
    public PolicyRunner(TargetPolicy? policy, TimeProvider time)
    {
        if (policy?.Breaker is { } breaker)
            _breaker = new Breaker(breaker, time);
        if (policy is null or { Timeout: null, Retry: null })
            return;

        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (policy.Retry is { MaxRetries: not 0 } retry)
            builder.AddRetry(Options(retry));
        if (policy.Timeout is { } timeout && timeout > TimeSpan.Zero)
        {
            // By a generator, because Polly accepts a fixed timeout only from 10 ms to a day.
            builder.AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = _ => new(timeout) });
        }

        _pipeline = builder.Build();
    }

    /// <summary>Makes a call, as often as the policy allows.</summary>
    /// <exception cref="CallFailure">The last attempt failed.</exception>
    /// <exception cref="CircuitOpenException">The circuit is open.</exception>
    /// <exception cref="TimeoutRejectedException">The last attempt took too long.</exception>
    public ValueTask<T> RunAsync<TState, T>(
        TState state, Func<TState, CancellationToken, ValueTask<T>> call, CancellationToken cancellation)
    {
        if (_pipeline is null)
            return _breaker is null ? call(state, cancellation) : AttemptAsync(_breaker, state, call, cancellation, cancellation);
        return _pipeline.ExecuteAsync(
            static (inner, token) => inner.Breaker is { } breaker
                ? AttemptAsync(breaker, inner.State, inner.Call, token, inner.Caller)
                : inner.Call(inner.State, token),
            (Breaker: _breaker, State: state, Call: call, Caller: cancellation), cancellation);
    }

    private static RetryStrategyOptions Options(RetrySpec retry) => new()
    {
        MaxRetryAttempts = retry.MaxRetries ?? int.MaxValue,
        ShouldHandle = outcome => new(outcome.Outcome.Exception is { } failure && ShouldRetry(retry, failure)),
        DelayGenerator = attempt => new(Wait(retry, attempt.AttemptNumber)),
    };

    private static bool ShouldRetry(RetrySpec retry, Exception failure) => failure switch
    {
        CallFailure { Grpc: { } grpc } when retry.Grpc is { } ranges => ranges.Contains(grpc),
        CallFailure { Http: { } http } when retry.Http is { } ranges => ranges.Contains(http),
        CallFailure or TimeoutRejectedException or CircuitOpenException => true,
        _ => false,
    };

    private static TimeSpan? Wait(RetrySpec retry, int attempt)
    {
        if (!retry.Exponential)
            return retry.Duration;
        var wait = retry.Duration.TotalMilliseconds * Math.Pow(1.5, Math.Min(attempt, 60));
        return TimeSpan.FromMilliseconds(Math.Min(wait, retry.MaxInterval.TotalMilliseconds));
    }

    private static async ValueTask<T> AttemptAsync<TState, T>(
        Breaker breaker, TState state, Func<TState, CancellationToken, ValueTask<T>> call, CancellationToken limit, CancellationToken caller)
    {
        var era = breaker.Enter();
        bool? succeeded = false;
        try
        {
            var result = await call(state, limit);
            succeeded = true;
            return result;
        }
        catch (DaprError)
        {
            // The target answered, if only with an error, so it works.
            succeeded = true;
            throw;
        }
        catch (OperationCanceledException) when (caller.IsCancellationRequested)
        {
            // A caller that cancels says nothing about the target.
            succeeded = null;
            throw;
        }
        finally
        {
            breaker.Leave(era, succeeded);
        }
    }
}
