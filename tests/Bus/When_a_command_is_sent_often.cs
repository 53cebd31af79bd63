using Auctions.Bus;
using Bus.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Bus.Tests;

/// <summary>
/// In a collection that runs alone: an activity listener of another test would make <see cref="TracingMiddleware"/>
/// trace here, and that allocates, as it must.
/// </summary>
[Collection(nameof(Alone))]
public sealed class When_a_command_is_sent_often
{
    private const int WarmUps = 100_000;
    private const int Sends = 10_000;

    [Fact]
    public void Five_middlewares_and_a_handler_allocate_nothing()
    {
        var step = new Quick();
        var stage = new Stage(
                new TracingMiddleware(),
                new ValidationMiddleware(),
                new AsynchronousMiddleware(new Unused(), "worker"),
                new RetryOnFailMiddleware(new FakeTimeProvider(), NullLogger<RetryOnFailMiddleware>.Instance),
                new EventRecordingMiddleware(new Recordings()))
            .With(step);
        var command = new Capable();
        for (var sent = 0; sent < WarmUps; sent++)
            SendNow(stage.Bus, command);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var sent = 0; sent < Sends; sent++)
            SendNow(stage.Bus, command);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal(WarmUps + Sends, step.Runs);
    }

    private static void SendNow(CommandBus bus, Capable command)
    {
        var sending = bus.SendAsync(command, CancellationToken.None);
        if (!sending.IsCompletedSuccessfully)
            throw new InvalidOperationException("the send did not end synchronously");
    }

    /// <summary>Has every capacity, so that no middleware steps out of the way.</summary>
    private sealed record Capable(string CommandId = "capable-1")
        : ICommand<Capable>, IValidated, IRetryOnFail, IHandledAsynchronously
    {
        public static IReadOnlyList<Type> Handlers { get; } = [typeof(Quick)];

        public int MaxRetry => 3;

        public string Worker => "worker";

        public TimeSpan RetryDelay(int tried) => TimeSpan.Zero;

        public IReadOnlyList<FieldProblem>? Validate() => null;
    }

    private sealed class Quick : IHandler<Capable>
    {
        public int Runs { get; private set; }

        public ValueTask<Outcome> HandleAsync(Capable command, CommandContext context)
        {
            Runs++;
            return new(Outcome.Succeeded(Runs));
        }
    }

    private sealed class Unused : ICommandDispatcher
    {
        public ValueTask<Outcome> DispatchAsync<TCommand>(TCommand command, string worker, CancellationToken cancellation)
            where TCommand : class, ICommand<TCommand> =>
            throw new InvalidOperationException("handed over in the worker itself");
    }
}
