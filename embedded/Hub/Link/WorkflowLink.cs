using System.Runtime.CompilerServices;
using Embedded.Hub.Workflows;

namespace Embedded.Hub.Link;

/// <summary>What a sidecar asks of workflows, over the connection that <see cref="LinkKeeper"/> keeps.</summary>
internal sealed class WorkflowLink(LinkKeeper keeper, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>See <see cref="IHub.CallWorkflowAsync"/>; what may be asked twice is asked again by another connection.</summary>
    public async ValueTask<WorkflowAnswer> CallAsync(WorkflowCall call, CancellationToken cancellation)
    {
        while (true)
        {
            var connection = await keeper.ConnectionAsync(cancellation);
            try
            {
                return await connection.AskAsync(Op.Workflow, call, static (to, asked) => Wire.Write(to, asked), Wire.ReadWorkflowAnswer, cancellation);
            }
            catch (HubUnavailableException) when (connection.Gone.IsCompleted && IsRepeatable(call.Method))
            {
                await Task.Delay(Pause, time, cancellation);
            }
        }
    }

    /// <summary>See <see cref="IHub.WorkAsync"/>; goes on over another connection when one goes.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> WorkAsync(
        string app, ReadOnlyMemory<byte> request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var connection = await keeper.WheneverAsync(cancellation);
            var (number, items) = connection.Work(app, request);
            try
            {
                await foreach (var item in items.ReadAllAsync(cancellation))
                    yield return item;
            }
            finally
            {
                connection.Unsubscribe(number);
            }

            await Task.Delay(Pause, time, cancellation);
        }
    }

    /// <summary>See <see cref="IHub.RetireWorkflowsAsync"/>.</summary>
    public async ValueTask<int> RetireAsync(string app, WorkflowRetention retention, CancellationToken cancellation)
    {
        var connection = await keeper.ConnectionAsync(cancellation);
        return await connection.AskAsync(
            Op.Retire, (app, retention),
            static (to, wanted) =>
            {
                to.Text(wanted.app);
                to.Optional((int?)wanted.retention.Completed?.TotalSeconds);
                to.Optional((int?)wanted.retention.Failed?.TotalSeconds);
                to.Optional((int?)wanted.retention.Terminated?.TotalSeconds);
            },
            static (ref WireReader from) => from.Int(), cancellation);
    }

    // Twice is once: these ask, or say what can be said again. A turn that was answered to a hub that is gone is taken
    // again anyhow, whatever is said of it now.
    private static bool IsRepeatable(string method) =>
        method is "Hello" or "GetInstance" or "WaitForInstanceStart" or "WaitForInstanceCompletion" or "ListInstanceIDs" or "GetInstanceHistory"
            or "CompleteActivityTask" or "CompleteWorkflowTask" or "CompleteOrchestratorTask";
}
