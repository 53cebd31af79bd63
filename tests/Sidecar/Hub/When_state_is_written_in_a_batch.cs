using Embedded.Sidecar.Hub;
using Sidecar.Tests.Hub.Fixtures;

namespace Sidecar.Tests.Hub;

public sealed class When_state_is_written_in_a_batch
{
    [Fact]
    public async Task A_conflict_undoes_an_atomic_batch()
    {
        await using var stage = new Stage();
        await stage.SaveAsync("kept", "before");
        await stage.SaveAsync("deleted", "before");

        var results = await stage.WriteAsync(
            atomic: true,
            new StateWrite("new", Stage.Bytes("x")),
            new StateWrite("deleted", null),
            new StateWrite("kept", Stage.Bytes("x"), ETag: "7"),
            new StateWrite("after", Stage.Bytes("x")));

        Assert.Equal([WriteResult.Undone, WriteResult.Undone, WriteResult.Conflict, WriteResult.Undone], results);
        Assert.Equal([null, "before", "before", null], await ReadAsync(stage, "new", "deleted", "kept", "after"));
    }

    [Fact]
    public async Task An_undone_batch_leaves_other_batches_of_the_same_transaction_alone()
    {
        await using var stage = new Stage();

        var all = await Task.WhenAll(Enumerable.Range(0, 40).Select(at => Task.Run(() => stage.WriteAsync(
            atomic: true,
            new StateWrite($"{at}", Stage.Bytes("x")),
            new StateWrite($"{at}/second", Stage.Bytes("x"), ETag: at % 2 == 0 ? "7" : null)))));

        for (var at = 0; at < all.Length; at++)
        {
            Assert.Equal(at % 2 == 0 ? WriteResult.Undone : WriteResult.Written, all[at][0]);
            Assert.Equal(at % 2 == 0 ? null : "x", await stage.ReadAsync($"{at}"));
        }
    }

    [Fact]
    public async Task A_conflict_leaves_the_other_writes_of_a_batch_that_is_not_atomic()
    {
        await using var stage = new Stage();
        await stage.SaveAsync("kept", "before");

        var results = await stage.WriteAsync(
            atomic: false,
            new StateWrite("new", Stage.Bytes("x")),
            new StateWrite("kept", Stage.Bytes("x"), ETag: "7"),
            new StateWrite("after", Stage.Bytes("x")));

        Assert.Equal([WriteResult.Written, WriteResult.Conflict, WriteResult.Written], results);
        Assert.Equal(["x", "before", "x"], await ReadAsync(stage, "new", "kept", "after"));
    }

    [Fact]
    public async Task Later_writes_see_earlier_ones()
    {
        await using var stage = new Stage();

        var results = await stage.WriteAsync(
            atomic: false,
            new StateWrite("lot", Stage.Bytes("first"), FirstWrite: true),
            new StateWrite("lot", Stage.Bytes("second"), FirstWrite: true),
            new StateWrite("lot", null),
            new StateWrite("lot", Stage.Bytes("third"), FirstWrite: true));

        Assert.Equal([WriteResult.Written, WriteResult.Conflict, WriteResult.Written, WriteResult.Written], results);
        Assert.Equal("third", await stage.ReadAsync("lot"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_empty_batch_does_nothing(bool atomic)
    {
        await using var stage = new Stage();

        Assert.Empty(await stage.WriteAsync(atomic));
    }

    private static async Task<IEnumerable<string?>> ReadAsync(Stage stage, params string[] keys) =>
        (await stage.Hub.GetManyAsync("store", keys, Stage.Cancellation))
        .Select(item => item is { } there ? Stage.Text(there.Value) : null);
}
