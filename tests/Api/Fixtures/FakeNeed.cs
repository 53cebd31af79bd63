using Auctions.ServiceDefaults.Health;

namespace Api.Tests.Fixtures;

/// <summary>A need that answers as the test says.</summary>
internal sealed class FakeNeed : INeed
{
    public string Name => "kettle";

    /// <summary>What the next answers are; one that never ends where it is null.</summary>
    public Func<Task>? Answer { get; set; } = () => Task.CompletedTask;

    public Task AskAsync(CancellationToken cancellation) => Answer?.Invoke() ?? Task.Delay(Timeout.Infinite, cancellation);
}
