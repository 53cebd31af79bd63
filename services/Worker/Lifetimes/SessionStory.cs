using Auctions.Sessions;
using Auctions.Worker.Durable;

namespace Auctions.Worker.Lifetimes;

/// <summary>
/// The workflow of every session: its lots are made, each is called when its turn has come, and everybody is told
/// (<see cref="Rounds"/>).
/// </summary>
internal static class SessionStory
{
    /// <summary>The workflow's name.</summary>
    public const string Name = "Session";

    /// <summary>The activity that does what there is to do.</summary>
    public const string Advance = "AdvanceSession";

    /// <summary>The id of a session's workflow: no command's, for it has no dot.</summary>
    public static string IdOf(string session) => $"session-{session}";

    /// <summary>Follows a session until its last lot is over.</summary>
    public static async Task<bool> TellAsync(IStory story, string session) =>
        (await Rounds.MakeAsync<SessionStep>(story, Advance, session, step => (step.IsOver, step.DueAt))).IsOver;
}
