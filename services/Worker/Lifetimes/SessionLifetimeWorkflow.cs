using Auctions.Sessions;
using Dapr.Workflow;

namespace Auctions.Worker.Lifetimes;

/// <summary>
/// The workflow of every session: its lots are made, each is called when its turn has come, and everybody is told
/// (<see cref="Rounds"/>).
/// </summary>
internal sealed class SessionLifetimeWorkflow : Workflow<string, bool>
{
    /// <summary>The workflow's name, as it is stored.</summary>
    public const string Name = "Session";

    /// <summary>The id of a session's workflow: no command's, for it has no dot.</summary>
    public static string IdOf(string session) => $"session-{session}";

    /// <summary>Follows a session until its last lot is over.</summary>
    public override async Task<bool> RunAsync(WorkflowContext context, string input) =>
        (await Rounds.MakeAsync<SessionStep>(context, nameof(AdvanceSession), input, step => (step.IsOver, step.DueAt))).IsOver;
}
