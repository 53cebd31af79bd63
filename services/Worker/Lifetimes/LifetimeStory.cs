using Auctions.Lifetime;
using Auctions.Rules;
using Auctions.Worker.Durable;
using Dapr.Workflow;

namespace Auctions.Worker.Lifetimes;

/// <summary>
/// The workflow of every auction's life: it opens at its hour, closes at its hour, after the grace for the raises that
/// were received in time, and everybody is told. It must be deterministic.
/// </summary>
internal static class LifetimeStory
{
    /// <summary>The workflow's name.</summary>
    public const string Name = "AuctionLifetime";

    /// <summary>The activity that does what is due.</summary>
    public const string Advance = "AdvanceAuction";

    // An auction is opened and closed however long the store or the broker is away.
    private static readonly WorkflowTaskOptions Patiently =
        new(new WorkflowRetryPolicy(100_000, TimeSpan.FromMilliseconds(250), 2, TimeSpan.FromSeconds(10)));

    /// <summary>The id of an auction's workflow: no command's, for it has no dot.</summary>
    public static string IdOf(string auction) => $"lifetime-{auction}";

    /// <summary>The event that says that the auction's hours have changed.</summary>
    public const string Changed = "changed";

    /// <summary>
    /// Each round does what is due and waits for what is due next. The timer and the event only wake: what is due is
    /// decided by the clock and the auction as they are then, so a clock that jumped, or a close that has moved, makes
    /// one more round.
    /// </summary>
    public static async Task<AuctionStatus> TellAsync(IStory story, string auction)
    {
        // One wait at a time: a second one would let the first, which nobody looks at any more, take the event.
        var changed = story.WaitForAsync(Changed);
        while (true)
        {
            var step = await story.TakeStepAsync<LifetimeStep>(Advance, auction, Patiently);
            if (step.IsOver)
                return step.Status;
            await (step.DueAt is { } due ? Task.WhenAny(changed, story.WaitUntilAsync(due)) : changed);
            if (changed.IsCompleted)
                changed = story.WaitForAsync(Changed);
        }
    }
}
