using Auctions.Pusher.Presence;

namespace Pusher.Tests.Fixtures;

/// <summary>Brings reports to every board at once, the sender's own included.</summary>
internal sealed class FakeBus : IPresenceBus
{
    public List<PresenceBoard> Boards { get; } = [];

    public bool IsAway { get; set; }

    public Task PublishAsync(PresenceReport report, CancellationToken cancellation)
    {
        if (IsAway)
            return Task.FromException(new IOException("The bus is away."));
        foreach (var board in Boards)
            board.Apply(report);
        return Task.CompletedTask;
    }
}
