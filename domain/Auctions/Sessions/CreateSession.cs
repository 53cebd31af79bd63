using Auctions.Bus;
using Auctions.Lifetime;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Sessions;

/// <summary>
/// Keeps the session, has it followed, and makes its lots. Done again, it goes on where it was interrupted; once it is
/// followed, its lots are made whoever dies.
/// </summary>
/// <param name="sessions">Where it is kept.</param>
/// <param name="lifetime">What makes its lots.</param>
/// <param name="lifetimes">What follows it.</param>
public sealed class CreateSession(SessionStore sessions, SessionLifetime lifetime, ILifetimes lifetimes) : IHandler<OpenSessionCommand>
{
    /// <inheritdoc/>
    /// <returns>
    /// Succeeded; rejected as <see cref="Rejections.IdempotencyKeyReused"/> where another command has the session's id, or the same
    /// one with other terms.
    /// </returns>
    /// <exception cref="AuctionBusyException">It could not be committed; the command may be sent again.</exception>
    public async ValueTask<Outcome> HandleAsync(OpenSessionCommand command, CommandContext context)
    {
        var wished = SessionRules.Create(command);
        await sessions.TryWriteAsync(wished, etag: null, context.Cancellation);
        if (await sessions.FindAsync(command.Session, context.Cancellation) is not var (session, _)
            || session.Command != wished.Command || session.Wish != wished.Wish)
            return Outcome.Rejected(Rejections.IdempotencyKeyReused);

        await lifetimes.BeginSessionAsync(command.Session, context.Cancellation);
        await lifetime.AdvanceAsync(command.Session, context.Cancellation);
        return Outcome.Succeeded(null);
    }
}
