using Auctions.Bus;
using MediatR;

namespace Auctions.Bench.Bus;

/// <summary>The handler of <see cref="MediatedNote"/>.</summary>
public sealed class MediatedNoteHandler : IRequestHandler<MediatedNote, Outcome>
{
    private long _seq;

    /// <inheritdoc/>
    public Task<Outcome> Handle(MediatedNote request, CancellationToken cancellationToken) =>
        Task.FromResult(Outcome.Succeeded(++_seq));
}
