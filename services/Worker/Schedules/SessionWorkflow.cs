using Auctions.Sessions;
using Dapr.Workflow;

namespace Auctions.Worker.Schedules;

/// <summary>The workflow of every session. It creates the lots, and calls each when its turn has come.</summary>
internal sealed class SessionWorkflow : Workflow<string, bool>
{
    /// <summary>The workflow's name. Running workflows are stored under it, so it never changes.</summary>
    public const string Name = "Session";

    /// <summary>The id of a session's workflow. It has no dot, so it is never the id of a command.</summary>
    public static string IdOf(string session) => $"session-{session}";

    /// <summary>Follows a session until its last lot is over.</summary>
    public override async Task<bool> RunAsync(WorkflowContext context, string input) =>
        (await DueWork.RunUntilOverAsync<SessionStep>(context, nameof(AdvanceSession), input)).IsOver;
}

/// <summary>The activity that creates and calls the lots of a session when they are due.</summary>
internal sealed class AdvanceSession(SessionSchedule schedule, IHostApplicationLifetime host) : WorkflowActivity<string, SessionStep>
{
    /// <inheritdoc/>
    public override Task<SessionStep> RunAsync(WorkflowActivityContext context, string input) =>
        schedule.AdvanceAsync(input, host.ApplicationStopped);
}
