using Grpc.Core;

namespace Workflow.Contract.Tests;

/// <summary>A feature of the SDK that the embedded engine doesn't have is an error that names it.</summary>
public sealed class When_it_is_not_supported(SharedApp shared)
{
    private readonly WorkflowApp _app = shared.App;

    [Fact]
    public async Task A_rerun_from_an_event_is_unimplemented()
    {
        SharedApp.OnlyOwn();
        var id = await _app.StartAsync("echo", "hello");
        await _app.EndOfAsync(id);

        var failure = await Assert.ThrowsAsync<RpcException>(() =>
            _app.Client.RerunWorkflowFromEventAsync(id, 1, cancellation: TestContext.Current.CancellationToken));

        Assert.Equal(StatusCode.Unimplemented, failure.StatusCode);
        Assert.Contains("RerunWorkflowFromEvent", failure.Status.Detail, StringComparison.Ordinal);
    }
}
