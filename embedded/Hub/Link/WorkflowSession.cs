using System.Collections.Concurrent;
using Embedded.Hub.Workflows;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace Embedded.Hub.Link;

/// <summary>What one link asks of workflows, at the hub's side; with the link its workers go.</summary>
internal sealed class WorkflowSession(HubEngine engine, FrameStream frames) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<long, CancellationTokenSource> _workers = new();

    /// <summary>Takes a request in. Never waits: what takes long answers later, by its number.</summary>
    public void Take(Op op, long number, ref WireReader from)
    {
        switch (op)
        {
            case Op.Workflow:
                _ = CallWorkflowAsync(number, Wire.ReadWorkflowCall(ref from));
                break;
            case Op.Work:
                _ = WorkAsync(number, from.Text()!, from.Bytes(), (_workers[number] = new CancellationTokenSource()).Token);
                break;
            case Op.Retire:
                _ = RetireAsync(number, from.Text()!, new(Seconds(from.Optional()), Seconds(from.Optional()), Seconds(from.Optional())));
                break;
            default:
                throw new InvalidDataException($"Request {op} is none of workflows.");
        }
    }

    /// <summary>A worker wants no more.</summary>
    public void Leave(long number)
    {
        if (_workers.TryRemove(number, out var worker))
            worker.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, worker) in _workers)
            await worker.CancelAsync();
    }

    private async Task CallWorkflowAsync(long number, WorkflowCall call)
    {
        try
        {
            var answer = await engine.CallWorkflowAsync(call, default);
            frames.Send(Op.Done, number, answer, static (to, answered) => Wire.Write(to, answered));
        }
        catch (Exception failure) when (failure is HubUnavailableException or SqliteException)
        {
            Fail(number, failure.Message);
        }
    }

    private async Task WorkAsync(long number, string app, byte[] request, CancellationToken cancellation)
    {
        try
        {
            await foreach (var item in engine.WorkItemsAsync(app, request, cancellation))
                frames.Send(Op.WorkItem, number, item, static (to, given) => to.Message(given));
        }
        catch (OperationCanceledException)
        {
            // The link goes, or wants no more.
        }
        catch (InvalidProtocolBufferException unreadable)
        {
            Fail(number, unreadable.Message);
        }
    }

    private async Task RetireAsync(long number, string app, WorkflowRetention retention)
    {
        try
        {
            var removed = await engine.RetireWorkflowsAsync(app, retention, default);
            frames.Send(Op.Done, number, removed, static (to, count) => to.Int(count));
        }
        catch (HubUnavailableException failure)
        {
            Fail(number, failure.Message);
        }
    }

    private static TimeSpan? Seconds(int? seconds) => seconds is { } kept ? TimeSpan.FromSeconds(kept) : null;

    private void Fail(long number, string message) => frames.Send(Op.Failed, number, message, static (to, text) => to.Text(text));
}
