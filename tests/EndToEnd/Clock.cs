namespace EndToEnd.Tests;

/// <summary>The clock of this machine, by which a test meets the end of an auction.</summary>
internal static class Clock
{
    /// <summary>Waits until an instant; not at all where it is past.</summary>
    public static Task UntilAsync(DateTimeOffset instant)
    {
        var wait = instant - TimeProvider.System.GetUtcNow();
        return wait > TimeSpan.Zero ? Task.Delay(wait) : Task.CompletedTask;
    }
}
