using Auctions.Bus;
using BenchmarkDotNet.Attributes;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auctions.Bench.Bus;

/// <summary>
/// One command through five middlewares that all have something to decide, to one handler that ends at once; the same with
/// <see cref="IdempotencyMiddleware"/> before them; and MediatR with five behaviours that decide the same as the five.
/// </summary>
[MemoryDiagnoser]
public class BusBenchmarks
{
    private readonly Note _note = new("auction-1.note-1");
    private readonly MediatedNote _mediatedNote = new("auction-1.note-1");
    private CommandBus _bus = null!;
    private CommandBus _idempotentBus = null!;
    private Mediator _mediator = null!;

    [GlobalSetup]
    public void Build()
    {
        var handlers = new InlineHandlers(new ServiceCollection().AddSingleton<NoteHandler>().BuildServiceProvider());
        _bus = AppendFive(new CommandBus(handlers));
        _idempotentBus = AppendFive(new CommandBus(handlers).AppendMiddleware(new IdempotencyMiddleware()));
        _mediator = new Mediator(new ServiceCollection()
            .AddSingleton<IRequestHandler<MediatedNote, Outcome>, MediatedNoteHandler>()
            .AddSingleton<IPipelineBehavior<MediatedNote, Outcome>, TracingBehavior>()
            .AddSingleton<IPipelineBehavior<MediatedNote, Outcome>, ValidationBehavior>()
            .AddSingleton<IPipelineBehavior<MediatedNote, Outcome>, AsynchronousBehavior>()
            .AddSingleton<IPipelineBehavior<MediatedNote, Outcome>, RetryBehavior>()
            .AddSingleton<IPipelineBehavior<MediatedNote, Outcome>, EventRecordingBehavior>()
            .BuildServiceProvider()
            .GetRequiredService);
    }

    [Benchmark(Description = "CommandBus, 5 middlewares")]
    public ValueTask<Outcome> Bus() => _bus.SendAsync(_note);

    [Benchmark(Description = "CommandBus, 5 middlewares and IdempotencyMiddleware")]
    public ValueTask<Outcome> IdempotentBus() => _idempotentBus.SendAsync(_note);

    [Benchmark(Baseline = true, Description = "MediatR 5.1, 5 behaviours")]
    public Task<Outcome> MediatR() => _mediator.Send(_mediatedNote);

    private static CommandBus AppendFive(CommandBus bus)
    {
        var nobody = new Nobody();
        return bus
            .AppendMiddleware(new TracingMiddleware())
            .AppendMiddleware(new ValidationMiddleware())
            .AppendMiddleware(new AsynchronousMiddleware(nobody, "worker"))
            .AppendMiddleware(new RetryOnFailMiddleware(TimeProvider.System, NullLogger<RetryOnFailMiddleware>.Instance))
            .AppendMiddleware(new EventRecordingMiddleware(nobody));
    }
}
