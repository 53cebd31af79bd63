using Embedded.Sidecar;
using Embedded.Sidecar.Hub;
using Sidecar.Tests.Hub.Fixtures;

namespace Sidecar.Tests.Hub;

public sealed class When_an_item_is_written
{
    [Fact]
    public async Task A_missing_item_is_null_and_a_written_one_is_read()
    {
        await using var stage = new Stage();

        Assert.Null(await stage.ReadAsync("lot"));
        await stage.SaveAsync("lot", "a chair");

        Assert.Equal("a chair", await stage.ReadAsync("lot"));
    }

    [Fact]
    public async Task An_empty_value_is_a_value()
    {
        await using var stage = new Stage();
        await stage.SaveAsync("lot", "");

        Assert.Equal("", await stage.ReadAsync("lot"));
    }

    [Fact]
    public async Task Stores_do_not_see_each_other()
    {
        await using var stage = new Stage();
        await stage.SaveAsync("lot", "a chair");

        Assert.Null(await stage.Hub.GetAsync("another", "lot", Stage.Cancellation));
    }

    [Fact]
    public async Task Many_items_come_in_the_order_of_their_keys_and_missing_ones_are_null()
    {
        await using var stage = new Stage();
        await stage.SaveAsync("1", "one");
        await stage.SaveAsync("2", "two");

        var items = await stage.Hub.GetManyAsync("store", ["2", "none", "1", "2"], Stage.Cancellation);

        Assert.Equal(["two", null, "one", "two"], items.Select(item => item is { } there ? Stage.Text(there.Value) : null));
    }

    [Fact]
    public async Task Each_write_changes_the_etag()
    {
        await using var stage = new Stage();
        var etags = new HashSet<string>();
        for (var written = 0; written < 20; written++)
        {
            await stage.SaveAsync("lot", "the same");
            etags.Add(await stage.ETagAsync("lot"));
        }

        Assert.Equal(20, etags.Count);
    }

    [Fact]
    public async Task A_write_with_the_current_etag_succeeds_and_one_with_an_older_etag_conflicts()
    {
        await using var stage = new Stage();
        await stage.SaveAsync("lot", "first");
        var old = await stage.ETagAsync("lot");

        Assert.Equal(WriteResult.Written, await stage.WriteAsync(new StateWrite("lot", Stage.Bytes("second"), old)));
        Assert.Equal(WriteResult.Conflict, await stage.WriteAsync(new StateWrite("lot", Stage.Bytes("third"), old)));

        Assert.Equal("second", await stage.ReadAsync("lot"));
    }

    [Theory]
    [InlineData("12345")]
    [InlineData("not a number")]
    [InlineData("-1")]
    [InlineData("")]
    public async Task An_etag_that_was_never_given_conflicts(string etag)
    {
        await using var stage = new Stage();
        await stage.SaveAsync("lot", "first");

        Assert.Equal(WriteResult.Conflict, await stage.WriteAsync(new StateWrite("lot", Stage.Bytes("second"), etag)));
        Assert.Equal(WriteResult.Conflict, await stage.WriteAsync(new StateWrite("none", Stage.Bytes("second"), etag)));
        Assert.Equal(WriteResult.Conflict, await stage.WriteAsync(new StateWrite("lot", null, etag)));
        Assert.Equal("first", await stage.ReadAsync("lot"));
    }

    [Fact]
    public async Task The_etag_of_a_deleted_item_is_not_used_again()
    {
        await using var stage = new Stage();
        await stage.SaveAsync("lot", "first");
        var old = await stage.ETagAsync("lot");
        await stage.WriteAsync(new StateWrite("lot", null));
        await stage.ReopenAsync();
        await stage.SaveAsync("lot", "second");

        Assert.NotEqual(old, await stage.ETagAsync("lot"));
        Assert.Equal(WriteResult.Conflict, await stage.WriteAsync(new StateWrite("lot", Stage.Bytes("third"), old)));
    }

    [Fact]
    public async Task A_second_first_write_conflicts()
    {
        await using var stage = new Stage();

        Assert.Equal(WriteResult.Written, await stage.WriteAsync(new StateWrite("lot", Stage.Bytes("first"), FirstWrite: true)));
        Assert.Equal(WriteResult.Conflict, await stage.WriteAsync(new StateWrite("lot", Stage.Bytes("second"), FirstWrite: true)));

        Assert.Equal("first", await stage.ReadAsync("lot"));
    }

    [Fact]
    public async Task Of_many_first_writes_at_once_one_succeeds()
    {
        await using var stage = new Stage();

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            at => Task.Run(() => stage.WriteAsync(new StateWrite("lot", Stage.Bytes($"{at}"), FirstWrite: true)))));

        var winner = Assert.Single(Enumerable.Range(0, 50), at => results[at] == WriteResult.Written);
        Assert.Equal($"{winner}", await stage.ReadAsync("lot"));
    }

    [Fact]
    public async Task A_delete_without_an_etag_always_succeeds()
    {
        await using var stage = new Stage();
        await stage.SaveAsync("lot", "first");

        Assert.Equal(WriteResult.Written, await stage.WriteAsync(new StateWrite("lot", null)));
        Assert.Equal(WriteResult.Written, await stage.WriteAsync(new StateWrite("lot", null)));

        Assert.Null(await stage.ReadAsync("lot"));
    }

    [Fact]
    public async Task A_delete_with_an_etag_removes_only_that_item()
    {
        await using var stage = new Stage();
        await stage.SaveAsync("lot", "first");
        var old = await stage.ETagAsync("lot");
        await stage.SaveAsync("lot", "second");

        Assert.Equal(WriteResult.Conflict, await stage.WriteAsync(new StateWrite("lot", null, old)));
        Assert.Equal("second", await stage.ReadAsync("lot"));
        Assert.Equal(WriteResult.Written, await stage.WriteAsync(new StateWrite("lot", null, await stage.ETagAsync("lot"))));
        Assert.Null(await stage.ReadAsync("lot"));
    }

    [Fact]
    public async Task Answered_writes_survive_a_reopen()
    {
        await using var stage = new Stage();
        await stage.SaveAsync("lot", "a chair");
        var etag = await stage.ETagAsync("lot");

        await stage.ReopenAsync();

        Assert.Equal("a chair", await stage.ReadAsync("lot"));
        Assert.Equal(etag, await stage.ETagAsync("lot"));
    }

    [Fact]
    public async Task A_stopped_hub_is_reported()
    {
        await using var stage = new Stage();
        await stage.Hub.DisposeAsync();

        await Assert.ThrowsAsync<HubUnavailableException>(() => stage.SaveAsync("lot", "a chair"));
    }
}
