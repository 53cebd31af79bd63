using Embedded.Sidecar.Hub;
using Sidecar.Tests.Hub.Fixtures;

namespace Sidecar.Tests.Hub;

public sealed class When_state_expires
{
    [Fact]
    public async Task It_is_readable_until_then_and_not_after()
    {
        await using var stage = new Stage();
        await stage.WriteAsync(new StateWrite("lot", Stage.Bytes("x"), TtlSeconds: 10));

        stage.Time.Advance(TimeSpan.FromMilliseconds(9_999));
        Assert.Equal("x", await stage.ReadAsync("lot"));
        stage.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Null(await stage.ReadAsync("lot"));
    }

    [Fact]
    public async Task A_later_write_without_a_ttl_keeps_it()
    {
        await using var stage = new Stage();
        await stage.WriteAsync(new StateWrite("lot", Stage.Bytes("x"), TtlSeconds: 10));
        await stage.SaveAsync("lot", "y");

        stage.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal("y", await stage.ReadAsync("lot"));
    }

    [Fact]
    public async Task Its_etag_conflicts_and_a_first_write_succeeds()
    {
        await using var stage = new Stage();
        await stage.WriteAsync(new StateWrite("lot", Stage.Bytes("x"), TtlSeconds: 10));
        var old = await stage.ETagAsync("lot");

        // Shorter than the cleaning interval, so that the row is still in the file.
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
