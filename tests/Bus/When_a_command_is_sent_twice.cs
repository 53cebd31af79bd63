using Auctions.Bus;
using Bus.Tests.Fixtures;

namespace Bus.Tests;

public sealed class When_a_command_is_sent_twice
{
    private readonly Queue<TaskCompletionSource<Outcome>> _answers = new();

    [Fact]
    public async Task The_second_waits_for_the_first()
    {
        var first = Answer();
        Answer().SetResult(Outcome.Succeeded(2));
        var (stage, step) = OneByOne();

        var firstSending = stage.Send(new PlainCommand("same"));
        var secondSending = stage.Send(new PlainCommand("same"));
        Assert.Equal(1, step.Runs);
        Assert.False(secondSending.IsCompleted);

        first.SetResult(Outcome.Succeeded(1));
        Assert.Equal(Outcome.Succeeded(1), await firstSending);
        Assert.Equal(Outcome.Succeeded(2), await secondSending);
        Assert.Equal(2, step.Runs);
    }

    [Fact]
    public async Task Many_run_one_at_a_time()
    {
        const int Sends = 50;
        var running = 0;
        var overlapped = false;
        var step = new Step<PlainCommand>(async (_, _) =>
        {
            overlapped |= Interlocked.Increment(ref running) > 1;
            await Task.Yield();
            Interlocked.Decrement(ref running);
            return Outcome.Succeeded();
        });
        var stage = new Stage(new IdempotencyMiddleware()).With(step);

        await Task.WhenAll(Enumerable.Range(0, Sends).Select(_ => Task.Run(() => stage.Send(new PlainCommand("same")))));

        Assert.False(overlapped);
        Assert.Equal(Sends, step.Runs);
    }

    [Fact]
    public async Task Others_do_not_wait()
    {
        var first = Answer();
        Answer().SetResult(Outcome.Succeeded(2));
        var (stage, _) = OneByOne();
        var firstSending = stage.Send(new PlainCommand("one"));

        Assert.Equal(Outcome.Succeeded(2), await stage.Send(new PlainCommand("two")));
        Assert.False(firstSending.IsCompleted);

        first.SetResult(Outcome.Succeeded(1));
        await firstSending;
    }

    [Fact]
    public async Task The_second_runs_after_the_first_threw()
    {
        var first = Answer();
        Answer().SetResult(Outcome.Succeeded(2));
        var (stage, _) = OneByOne();
        var firstSending = stage.Send(new PlainCommand("same"));
        var secondSending = stage.Send(new PlainCommand("same"));

        first.SetException(new InvalidOperationException("the store is gone"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => firstSending);
        Assert.Equal(Outcome.Succeeded(2), await secondSending);
    }

    [Fact]
    public async Task The_id_is_free_again_after_a_step_threw_before_its_first_await()
    {
        var runs = 0;
        var stage = new Stage(new IdempotencyMiddleware()).With(new Step<PlainCommand>(_ =>
            ++runs == 1 ? throw new InvalidOperationException("first") : Outcome.Succeeded(2)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => stage.Send(new PlainCommand("same")));

        Assert.Equal(Outcome.Succeeded(2), await stage.Send(new PlainCommand("same")));
    }

    [Fact]
    public async Task A_second_that_is_cancelled_stops_waiting_and_holds_nobody_up()
    {
        var first = Answer();
        Answer().SetResult(Outcome.Succeeded(2));
        var (stage, step) = OneByOne();
        using var source = new CancellationTokenSource();
        var firstSending = stage.Send(new PlainCommand("same"));
        var secondSending = stage.SendUntil(new PlainCommand("same"), source.Token);

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => secondSending);
        first.SetResult(Outcome.Succeeded(1));
        await firstSending;

        Assert.Equal(Outcome.Succeeded(2), await stage.Send(new PlainCommand("same")));
        Assert.Equal(2, step.Runs);
    }

    private TaskCompletionSource<Outcome> Answer()
    {
        var answer = new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _answers.Enqueue(answer);
        return answer;
    }

    private (Stage Stage, Step<PlainCommand> Step) OneByOne()
    {
        var step = new Step<PlainCommand>((_, _) => new(_answers.Dequeue().Task));
        return (new Stage(new IdempotencyMiddleware()).With(step), step);
    }
}
