// The command, its handler and the five middlewares again, for MediatR. Each behaviour decides the same as its middleware
// and does no more; each is a type of its own because MediatR takes a behaviour by its type.
using System.Diagnostics;
using Auctions.Bus;
using MediatR;

namespace Auctions.Bench.Bus;

/// <summary><see cref="Note"/> as a request of MediatR.</summary>
public sealed record MediatedNote(string CommandId) : IRequest<Outcome>, IValidated, IRetryOnFail, IHandledAsynchronously
{
    /// <inheritdoc/>
    public string Worker => "worker";

    /// <inheritdoc/>
    public int MaxRetry => 3;

    /// <inheritdoc/>
    public TimeSpan RetryDelay(int tried) => TimeSpan.FromMilliseconds(50 * tried);

    /// <inheritdoc/>
    public IReadOnlyList<FieldProblem>? Validate() => CommandId.Length > 0 ? null : [new("commandId", "is empty")];
}

/// <summary><see cref="NoteHandler"/> as a handler of MediatR.</summary>
public sealed class MediatedNoteHandler : IRequestHandler<MediatedNote, Outcome>
{
    private long _seq;

    /// <inheritdoc/>
    public Task<Outcome> Handle(MediatedNote request, CancellationToken cancellationToken) =>
        Task.FromResult(Outcome.Succeeded(++_seq));
}

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
