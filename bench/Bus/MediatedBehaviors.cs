// The five middlewares again, as MediatR behaviours that decide the same and do no more, one type each because
// MediatR takes a behaviour by its type. They are in one file because only their condition differs.
using System.Diagnostics;
using Auctions.Bus;
using MediatR;

namespace Auctions.Bench.Bus;

internal sealed class TracingBehavior : IPipelineBehavior<MediatedNote, Outcome>
{
    private static readonly ActivitySource Source = new("Auctions.Bench.MediatR");

    public Task<Outcome> Handle(MediatedNote request, CancellationToken cancellationToken, RequestHandlerDelegate<Outcome> next) =>
        Source.HasListeners() ? throw new InvalidOperationException("nobody listens in the benchmark") : next();
}

internal sealed class ValidationBehavior : IPipelineBehavior<MediatedNote, Outcome>
{
    public Task<Outcome> Handle(MediatedNote request, CancellationToken cancellationToken, RequestHandlerDelegate<Outcome> next) =>
        request.Validate() is { Count: > 0 } problems ? Task.FromResult(Outcome.Invalid(problems)) : next();
}

internal sealed class AsynchronousBehavior : IPipelineBehavior<MediatedNote, Outcome>
{
    public Task<Outcome> Handle(MediatedNote request, CancellationToken cancellationToken, RequestHandlerDelegate<Outcome> next) =>
        request.Worker == "worker" ? next() : throw new InvalidOperationException("the benchmark runs in the worker itself");
}

internal sealed class RetryBehavior : IPipelineBehavior<MediatedNote, Outcome>
{
    public Task<Outcome> Handle(MediatedNote request, CancellationToken cancellationToken, RequestHandlerDelegate<Outcome> next)
    {
        var first = next();
        return first.IsCompletedSuccessfully ? first : throw new InvalidOperationException("nothing fails in the benchmark");
    }
}

internal sealed class EventRecordingBehavior : IPipelineBehavior<MediatedNote, Outcome>
{
    public Task<Outcome> Handle(MediatedNote request, CancellationToken cancellationToken, RequestHandlerDelegate<Outcome> next)
    {
        var handling = next();
        return handling.IsCompletedSuccessfully ? handling : throw new InvalidOperationException("nothing waits in the benchmark");
    }
}
