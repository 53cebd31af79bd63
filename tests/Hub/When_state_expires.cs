using Embedded.Hub;
using Hub.Tests.Fixtures;

namespace Hub.Tests;

public sealed class When_state_expires
{
    [Fact]
    public async Task It_is_there_until_then_and_gone_from_then()
    {
        await using var stage = new Stage();
        await stage.WriteAsync(new StateWrite("lot", Stage.Bytes("x"), TtlSeconds: 10));

        stage.Time.Advance(TimeSpan.FromMilliseconds(9_999));
        Assert.Equal("x", await stage.ReadAsync("lot"));
        stage.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Null(await stage.ReadAsync("lot"));
    }

    [Fact]
    public async Task A_write_without_a_ttl_keeps_it()
    {
        await using var stage = new Stage();
        await stage.WriteAsync(new StateWrite("lot", Stage.Bytes("x"), TtlSeconds: 10));
        await stage.SaveAsync("lot", "y");

        stage.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal("y", await stage.ReadAsync("lot"));
    }

    [Fact]
    public async Task Its_etag_is_nobodys_and_a_first_write_is_the_first()
    {
        await using var stage = new Stage();
        await stage.WriteAsync(new StateWrite("lot", Stage.Bytes("x"), TtlSeconds: 10));
        var old = await stage.ETagAsync("lot");

        // Less than the cleaning interval, so that the row is still in the file.
        stage.Time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(WriteResult.Conflict, await stage.WriteAsync(new StateWrite("lot", Stage.Bytes("y"), old)));
        Assert.Equal(WriteResult.Conflict, await stage.WriteAsync(new StateWrite("lot", null, old)));
        Assert.Equal(WriteResult.Written, await stage.WriteAsync(new StateWrite("lot", null, FirstWrite: true)));
        Assert.Equal(WriteResult.Written, await stage.WriteAsync(new StateWrite("lot", Stage.Bytes("z"), FirstWrite: true)));
        Assert.Equal("z", await stage.ReadAsync("lot"));
    }

    [Fact]
    public async Task It_stays_expired_after_a_reopen()
    {
        await using var stage = new Stage();
        await stage.WriteAsync(new StateWrite("lot", Stage.Bytes("x"), TtlSeconds: 10));
        await stage.ReopenAsync();
        Assert.Equal("x", await stage.ReadAsync("lot"));

        stage.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Null(await stage.ReadAsync("lot"));
    }
}
