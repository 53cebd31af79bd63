using Auctions.Sessions;
using Dapr.Workflow;

namespace Auctions.Worker.Lifetimes;

/// <summary>The activity that does what there is to do in a session.</summary>
internal sealed class AdvanceSession(SessionLifetime lifetime, IHostApplicationLifetime host) : WorkflowActivity<string, SessionStep>
{
    /// <inheritdoc/>
    public override Task<SessionStep> RunAsync(WorkflowActivityContext context, string input) =>
        lifetime.AdvanceAsync(input, host.ApplicationStopped);
}
