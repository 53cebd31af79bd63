using Grpc.Core;

namespace Workflow.Contract.Tests;

public sealed class When_instances_are_purged(SharedApp shared)
{
    private readonly WorkflowApp _app = shared.App;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_that_runs_is_not_purged()
    {
        var id = await _app.StartAsync("held");

        await Assert.ThrowsAsync<RpcException>(() => _app.Client.PurgeInstanceAsync(id, Cancelled));

        Gates.LetGo(id);
        Assert.Equal("let go", WorkflowApp.ResultOf<string>(await _app.EndOfAsync(id)));
    }

    [Fact]
    public async Task One_that_has_ended_is_gone_once_it_is_purged_and_its_id_is_free()
    {
        var id = await _app.StartAsync("echo", "hello");
        await _app.EndOfAsync(id);

        Assert.True(await _app.Client.PurgeInstanceAsync(id, Cancelled));
        Assert.False(await _app.Client.PurgeInstanceAsync(id, Cancelled));

        Assert.False((await _app.StateOfAsync(id)).Exists);
        Assert.DoesNotContain(id, (await _app.Client.ListInstanceIdsAsync(cancellation: Cancelled)).InstanceIds);
        Assert.Equal("again", await _app.ResultAsync<string>("echo", "again", id));
    }

    [Fact]
    public async Task One_that_never_was_is_not_purged() =>
        Assert.False(await _app.Client.PurgeInstanceAsync(WorkflowApp.NewId("none"), Cancelled));
}
