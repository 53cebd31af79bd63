namespace EndToEnd.Tests;

/// <summary>One round of killing: every two seconds a random process dies while a crowd raises.</summary>
internal sealed class KillRound(RunningSystem system, int seed) : IAsyncDisposable
{
    private static readonly string[] Victims = [.. RunningSystem.Services, RunningSystem.Hub];
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ComesBack = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenKills = TimeSpan.FromSeconds(2);

    private readonly Random _random = new(seed);
    private readonly List<string> _killed = [];
    private readonly Crowd _crowd = new(system, auctions: 5, perSecond: 200, watchersPerAuction: 4);

    /// <summary>Runs the round.</summary>
    /// <returns>Every broken promise, in words.</returns>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        await _crowd.GatherAsync();
        await _crowd.SendWhileAsync(KillAsync());
        return (await _crowd.CheckAsync()).Broken;
    }

    /// <summary>A line that says what happened.</summary>
    public override string ToString() => $"seed {seed}: killed {string.Join(", ", _killed)}; {_crowd}";

    public ValueTask DisposeAsync() => _crowd.DisposeAsync();

    private async Task KillAsync()
    {
        for (var passed = BetweenKills; passed < Lasts; passed += BetweenKills)
        {
            await Task.Delay(BetweenKills);
            var victim = Victims[_random.Next(Victims.Length)];
            if (system.TryKill(victim))
                _killed.Add(victim);
        }

        // The outcomes are read once the system is whole again.
        await system.WaitUntilWholeAsync(ComesBack);
    }
}
