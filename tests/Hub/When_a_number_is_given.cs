using Embedded.Hub;

namespace Hub.Tests;

/// <summary>Etags and ids come from one series; the first of a block is taken in the transaction that uses it.</summary>
public sealed class When_a_number_is_given : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_is_not_given_again_though_a_batch_that_took_a_block_was_undone()
    {
        var seen = new HashSet<string>();
        for (var run = 0; run < 3; run++)
        {
            await using var hub = _folder.Open();
            var undone = await hub.WriteAsync("store", [Put("b"), Put("c") with { ETag = "never given" }], atomic: true, DataFolder.Cancelled);
            Assert.Equal([WriteResult.Undone, WriteResult.Conflict], undone);

            await hub.WriteAsync("store", [Put("a")], atomic: false, DataFolder.Cancelled);

            Assert.True(seen.Add((await hub.GetAsync("store", "a", DataFolder.Cancelled))!.Value.ETag));
        }
    }

    [Fact]
    public async Task Messages_of_the_next_run_can_be_stored_beside_those_of_the_last()
    {
        for (var run = 0; run < 2; run++)
        {
            await using var hub = _folder.Open();
            await hub.WriteAsync("store", [Put("b"), Put("c") with { ETag = "never given" }], atomic: true, DataFolder.Cancelled);

            await hub.PublishAsync(Receiver.Message($"{run}"), DataFolder.Cancelled);
        }

        await using var last = _folder.Open();
        await using var receiver = new Receiver(last, "workers");
        Assert.Equal("0", await receiver.NextAndDoneAsync());
        Assert.Equal("1", await receiver.NextAndDoneAsync());
    }

    private static StateWrite Put(string key) => new(key, "1"u8.ToArray());
}
