using Embedded.Sidecar.Hub;
using Sidecar.Tests.Hub.Fixtures;

namespace Sidecar.Tests.Hub;

/// <summary>Etags and ids come from one series, whose blocks are reserved in the transaction that uses the first number.</summary>
public sealed class When_a_number_is_given : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_is_not_given_again_after_the_batch_that_reserved_its_block_was_undone()
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
    public async Task Message_ids_of_the_next_run_differ_from_those_of_the_last()
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
