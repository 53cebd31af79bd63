using Auctions.Lifetime;

namespace Auctions.Worker.Durable;

/// <summary>
/// How far the work is behind: how old commands are when their first step begins. Taking a command is less work than
/// doing it, so without a brake a crowd would be promised more than the workers can keep up with, and would wait ever
/// longer for outcomes. Behind a little, commands are taken more slowly; behind a lot, they are turned away.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class Backlog(TimeProvider time) : ILateRaises
{
    /// <summary>So much is no backlog.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(500);

    /// <summary>So much behind, no command is taken.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(5);

    // An old observation says nothing of now: it may have been the last of a crowd that is gone.
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(2);

    // So long a command is tried again after its step has failed, and some more (AuctionRaiseCommand.RetryDelay).
    private static readonly TimeSpan TriedAgain = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private DateTimeOffset? _failedAt;
    private DateTimeOffset _seenAt;
    private TimeSpan _age;

    /// <summary>How far the work is behind; zero where it isn't, or nothing is known of it.</summary>
    public TimeSpan Behind
    {
        get
        {
            lock (_lock)
                return time.GetUtcNow() - _seenAt > Forgotten ? TimeSpan.Zero : _age;
        }
    }

    /// <inheritdoc/>
    public bool MayCome
    {
        get
        {
            lock (_lock)
                return Behind > Slack || time.GetUtcNow() - _failedAt < TriedAgain;
        }
    }

    /// <summary>A step of a command has failed and is tried again.</summary>
    public void Fails()
    {
        lock (_lock)
            _failedAt = time.GetUtcNow();
    }

    /// <summary>The first step of a command begins.</summary>
    public void Begins(DateTimeOffset receivedAt)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            _seenAt = now;
            _age = now - receivedAt;
        }
    }

    /// <summary>Waits before a command is taken, as long as the backlog asks for.</summary>
    /// <returns>Whether it may be taken.</returns>
    public async ValueTask<bool> MayTakeAsync(CancellationToken cancellation)
    {
        var behind = Behind;
        if (behind <= Slack)
            return true;
        if (behind >= Most)
            return false;
        await Task.Delay((behind - Slack) / 4, time, cancellation);
        return true;
    }
}
