using Embedded.Workflow.Protocol;
using Google.Protobuf;

namespace Workflow.Tests.Fixtures;

/// <summary>Items for a worker, and its answers.</summary>
internal static class Work
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static void GiveTurn(this FakeTaskHub hub, string name, string token, string instanceId = "i-1")
    {
        var request = new WorkflowRequest { InstanceId = instanceId };
        request.NewEvents.Add(Happened.TurnStarted(Story.Begin));
        request.NewEvents.Add(Happened.Started(name, null, instanceId));
        hub.Items.Writer.TryWrite(new WorkItem { WorkflowRequest = request, CompletionToken = token });
    }

    public static void GiveActivity(this FakeTaskHub hub, string name, string token, string? input = null) =>
        hub.Items.Writer.TryWrite(new WorkItem { ActivityRequest = Activity(name, input), CompletionToken = token });

    public static ActivityRequest Activity(string name, string? input = null) => new()
    {
        Name = name,
        Input = input,
        TaskId = 4,
        TaskExecutionId = "key-1",
        WorkflowInstance = new WorkflowInstance { InstanceId = "i-1" },
    };

    public static async Task<T> AnswerAsync<T>(this FakeTaskHub hub) where T : IMessage =>
        Assert.IsType<T>(await hub.Answered.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask()
            .WaitAsync(Patience, TestContext.Current.CancellationToken));

    public static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (!condition())
            await Task.Delay(10, patience.Token);
    }
}
