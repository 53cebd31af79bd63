using Grpc.Core;

namespace Workflow.Contract.Tests;

public sealed class When_instances_are_purged(SharedApp shared)
{
    private readonly WorkflowApp _app = shared.App;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_running_instance_is_not_purged()
    {
        var id = await _app.StartAsync("held");

        await Assert.ThrowsAsync<RpcException>(() => _app.Client.PurgeInstanceAsync(id, Cancelled));

        Gates.LetGo(id);
        Assert.Equal("let go", WorkflowApp.ResultOf<string>(await _app.EndOfAsync(id)));
    }

    [Fact]
    public async Task An_ended_instance_is_gone_after_a_purge_and_its_id_is_free()
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
    public async Task An_instance_that_does_not_exist_is_not_purged() =>
        Assert.False(await _app.Client.PurgeInstanceAsync(WorkflowApp.NewId("none"), Cancelled));
}
