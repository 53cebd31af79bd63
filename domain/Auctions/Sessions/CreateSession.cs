using Auctions.Bus;
using Auctions.Lifecycle;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Sessions;

/// <summary>
/// Creates the session, schedules its workflow, and creates its lots. A second run continues where the first was interrupted.
/// Once the workflow is scheduled, the lots are created even if this process dies.
/// </summary>
/// <param name="sessions">The sessions.</param>
/// <param name="schedule">Creates the lots.</param>
/// <param name="workflows">Schedules the session's workflow.</param>
public sealed class CreateSession(SessionStore sessions, SessionSchedule schedule, IAuctionWorkflows workflows) : IHandler<OpenSessionCommand>
{
    /// <inheritdoc/>
    /// <returns>
    /// Succeeded; rejected with <see cref="Rejections.IdempotencyKeyReused"/> where another command, or the same one with other
    /// content, has created a session of this id.
    /// </returns>
    /// <exception cref="AuctionBusyException">The session could not be committed; the command may be sent again.</exception>
    public async ValueTask<Outcome> HandleAsync(OpenSessionCommand command, CommandContext context)
    {
        var created = SessionRules.Create(command);
        await sessions.TryWriteAsync(created, etag: null, context.Cancellation);
        if (await sessions.FindAsync(command.Session, context.Cancellation) is not var (session, _)
            || session.Command != created.Command || session.Fingerprint != created.Fingerprint)
            return Outcome.Rejected(Rejections.IdempotencyKeyReused);

        // The session exists, so this is done even if the caller stops waiting.
        await workflows.ScheduleSessionAsync(command.Session, CancellationToken.None);
        await schedule.AdvanceAsync(command.Session, context.Cancellation);
        return Outcome.Succeeded(null);
    }
}
