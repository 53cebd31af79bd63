namespace EndToEnd.Tests;

/// <summary>
/// The tests that kill, stop or restart processes under load. They share a system of their own, so that
/// what they leave behind reaches no other test: the supervisor waits longer each time before it restarts a process that
/// died, and the data folder is full of raises.
/// </summary>
[CollectionDefinition]
public sealed class OneDisturbedSystem : ICollectionFixture<DisturbedSystemFixture>;

/// <summary>The shared system, which is whole before each test.</summary>
public sealed class DisturbedSystemFixture : IAsyncLifetime
{
    private static readonly TimeSpan ComesBack = TimeSpan.FromSeconds(60);

    private RunningSystem? _system;

    /// <summary>The system once it is whole, without the log lines of the tests before.</summary>
    internal async Task<RunningSystem> WholeAsync()
    {
        await _system!.WaitUntilWholeAsync(ComesBack);
        _system.ForgetLines();
        return _system;
    }

    public async ValueTask InitializeAsync() => _system = await RunningSystem.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_system is not null)
            await _system.DisposeAsync();
    }
}
