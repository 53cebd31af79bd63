using Simulation.Tests.Story;

namespace Simulation.Tests;

public sealed class When_anything_goes_wrong(ITestOutputHelper output)
{
    [Fact]
    public void Every_promise_is_kept()
    {
        var result = Runs.Of(from: 1, count: 2_000, TestContext.Current.CancellationToken);

        output.WriteLine(result.ToString());
        Assert.Empty(result.Broken.SelectMany(run => run.Value.Select(problem => $"./simulate --replay {run.Key}: {problem}")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_same_seed_gives_the_same_run(int seed) => Assert.Equal(Runs.Tell(seed), Runs.Tell(seed));
}
