using Auctions.Bus;

namespace Auctions;

/// <summary>
/// The members that every command of the system has. A command implements this beside <see cref="ICommand{TSelf}"/> and is
/// listed in <see cref="Catalog.AuctionCommands.All"/>.
/// </summary>
public interface IAuctionCommand : IValidated, IRetryOnFail, IHandledAsynchronously
{
    private const int FirstDelayMilliseconds = 50;
    private const int LongestDelayMilliseconds = 5_000;

    /// <summary>The user id of the sender.</summary>
    string Sender { get; }

    /// <summary>When Api, or the broker of the topic, received the command.</summary>
    DateTimeOffset ReceivedAt { get; }

    /// <summary>
    /// The fingerprint of the command's content without its time of receipt (<see cref="Fingerprints"/>). Two commands with the
    /// same id and fingerprint are one command that was sent twice. With different fingerprints, one id was used for two commands.
    /// </summary>
    string Fingerprint { get; }

    /// <summary>The app-id that runs the handlers.</summary>
    string IHandledAsynchronously.Worker => AppIds.Worker;

    /// <summary>Eight, over some twelve seconds. A store that restarts is back by then.</summary>
    int IRetryOnFail.MaxRetry => 8;

    /// <summary>50 ms after the first try, doubled each time, at most 5 s.</summary>
    TimeSpan IRetryOnFail.RetryDelay(int tried) =>
        TimeSpan.FromMilliseconds(Math.Min(FirstDelayMilliseconds << Math.Min(tried - 1, 7), LongestDelayMilliseconds));
}

/// <summary>A command that creates something. Its sender waits for the outcome, so it is retried less often.</summary>
internal interface ICreationCommand : IAuctionCommand
{
    /// <summary>Three.</summary>
    int IRetryOnFail.MaxRetry => 3;

    /// <summary>50 ms more after each try.</summary>
    TimeSpan IRetryOnFail.RetryDelay(int tried) => TimeSpan.FromMilliseconds(50 * tried);
}
