using Auctions.Bus;

namespace Auctions;

/// <summary>
/// What every command of the house has in common. A command implements it beside <see cref="ICommand{TSelf}"/> and
/// stands in <see cref="Catalog.AuctionCommands.All"/>.
/// </summary>
public interface IAuctionCommand : IValidated, IRetryOnFail, IHandledAsynchronously
{
    private const int FirstDelayMilliseconds = 50;
    private const int LongestDelayMilliseconds = 5_000;

    /// <summary>The user id of the sender.</summary>
    string Sender { get; }

    /// <summary>When Api received the command.</summary>
    DateTimeOffset ReceivedAt { get; }

    /// <summary>
    /// The fingerprint of what the sender wants, without when (<see cref="Fingerprints"/>). Two commands with one id and one
    /// fingerprint are one command that was sent twice; with two fingerprints, the id was used for two commands.
    /// </summary>
    string Fingerprint { get; }

    /// <summary>The app-id that does the work.</summary>
    string IHandledAsynchronously.Worker => AppIds.Worker;

    /// <summary>Eight, over some twelve seconds: a store that restarts is back by then.</summary>
    int IRetryOnFail.MaxRetry => 8;

    /// <summary>50 ms after the first try, doubled each time, at most 5 s.</summary>
    TimeSpan IRetryOnFail.RetryDelay(int tried) =>
        TimeSpan.FromMilliseconds(Math.Min(FirstDelayMilliseconds << Math.Min(tried - 1, 7), LongestDelayMilliseconds));
}

/// <summary>A command that creates something, and whose sender waits for it: it is tried again less often.</summary>
public interface ICreationCommand : IAuctionCommand
{
    /// <summary>Three.</summary>
    int IRetryOnFail.MaxRetry => 3;

    /// <summary>50 ms more after each try.</summary>
    TimeSpan IRetryOnFail.RetryDelay(int tried) => TimeSpan.FromMilliseconds(50 * tried);
}
