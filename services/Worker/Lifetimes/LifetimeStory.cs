using Auctions.Lifetime;
using Auctions.Rules;
using Auctions.Worker.Durable;

namespace Auctions.Worker.Lifetimes;

/// <summary>
/// The workflow of every auction's life: it opens at its hour, closes at its hour, after the grace for the raises that
/// were received in time, and everybody is told (<see cref="Rounds"/>).
/// </summary>
internal static class LifetimeStory
{
    /// <summary>The workflow's name.</summary>
    public const string Name = "AuctionLifetime";

    /// <summary>The activity that does what is due.</summary>
    public const string Advance = "AdvanceAuction";

    /// <summary>The id of an auction's workflow: no command's, for it has no dot.</summary>
    public static string IdOf(string auction) => $"lifetime-{auction}";

    /// <summary>Follows an auction until it is over.</summary>
    public static async Task<AuctionStatus> TellAsync(IStory story, string auction) =>
        (await Rounds.MakeAsync<LifetimeStep>(story, Advance, auction, step => (step.IsOver, step.DueAt))).Status;
}
