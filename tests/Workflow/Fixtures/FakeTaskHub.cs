using System.Collections.Concurrent;
using System.Threading.Channels;
using Embedded.Workflow.Protocol;
using Google.Protobuf;
using Grpc.Core;

namespace Workflow.Tests.Fixtures;

/// <summary>The sidecar's side of the protocol: gives out what a test puts in and keeps what it is asked and answered.</summary>
public sealed class FakeTaskHub
{
    private readonly ConcurrentDictionary<Type, Func<IMessage, IMessage>> _replies = new();
    private int _streams;

    /// <summary>What the worker is given.</summary>
    public Channel<WorkItem> Items { get; } = Channel.CreateUnbounded<WorkItem>();

    /// <summary>What the worker answered.</summary>
    public Channel<IMessage> Answered { get; } = Channel.CreateUnbounded<IMessage>();

    /// <summary>Every other request, and the metadata that came with it.</summary>
    public ConcurrentQueue<(IMessage Message, Metadata Headers)> Asked { get; } = new();

    /// <summary>How many streams are open.</summary>
    public int Streams => Volatile.Read(ref _streams);

    /// <summary>Cut by the test to end the streams.</summary>
    public CancellationTokenSource Cut { get; set; } = new();

    /// <summary>What becomes of an answer; throws to refuse it.</summary>
    public Action<IMessage> OnAnswer { get; set; } = _ => { };

    public void Reply<TRequest>(Func<TRequest, IMessage> reply) => _replies[typeof(TRequest)] = request => reply((TRequest)request);

    public async Task GetWorkItems(GetWorkItemsRequest request, IServerStreamWriter<WorkItem> stream, ServerCallContext context)
    {
        Asked.Enqueue((request, context.RequestHeaders));
        await context.WriteResponseHeadersAsync([]);
        using var until = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, Cut.Token);
        Interlocked.Increment(ref _streams);
        try
        {
            await foreach (var item in Items.Reader.ReadAllAsync(until.Token))
                await stream.WriteAsync(item, until.Token);
        }
        catch (OperationCanceledException)
        {
            // Over.
        }
        finally
        {
            Interlocked.Decrement(ref _streams);
        }
    }

    public Task<CompleteTaskResponse> CompleteActivityTask(ActivityResponse answer, ServerCallContext context) => Keep(answer);

    public Task<CompleteTaskResponse> CompleteWorkflowTask(WorkflowResponse answer, ServerCallContext context) => Keep(answer);

    private Task<CompleteTaskResponse> Keep(IMessage answer)
    {
        OnAnswer(answer);
        Answered.Writer.TryWrite(answer);
        return Task.FromResult(new CompleteTaskResponse());
    }

    public Task<TResponse> Answer<TResponse>(IMessage request, ServerCallContext context) where TResponse : IMessage, new()
    {
        Asked.Enqueue((request, context.RequestHeaders));
        return Task.FromResult(
            _replies.TryGetValue(request.GetType(), out var reply) ? (TResponse)reply(request) : new TResponse());
    }
}
