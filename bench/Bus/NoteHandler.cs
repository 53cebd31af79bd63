using Auctions.Bus;

namespace Auctions.Bench.Bus;

/// <summary>A handler that does as little as a handler can.</summary>
public sealed class NoteHandler : IHandler<Note>
{
    private long _seq;

    /// <inheritdoc/>
    public ValueTask<Outcome> HandleAsync(Note command, CommandContext context) => new(Outcome.Succeeded(++_seq));
}
