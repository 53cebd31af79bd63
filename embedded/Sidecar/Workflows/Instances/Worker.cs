using System.Threading.Channels;
using Dapr.DurableTask.Protobuf;

namespace Embedded.Sidecar.Workflows.Instances;

/// <summary>
/// One connected worker: an open <c>GetWorkItems</c> call. Guarded by the lock of <see cref="ActiveInstances"/>, except
/// the channel.
/// </summary>
internal sealed class Worker(string app)
{
    /// <summary>The most turns, and the most activities, that a worker has at once.</summary>
    public const int Capacity = 1_000;

    private readonly Channel<WorkItem> _items = Channel.CreateUnbounded<WorkItem>(new() { SingleReader = true });
    private int _turns;

    public string App => app;

    /// <summary>The work items for the worker, in order.</summary>
    public ChannelReader<WorkItem> Items => _items.Reader;

    /// <summary>The work that the worker has and has not answered.</summary>
    public HashSet<Work> Leased { get; } = [];

    public bool HasRoomFor(Work work) => (work is TurnWork ? _turns : Leased.Count - _turns) < Capacity;

    public void Send(Work work, WorkItem item)
    {
        Leased.Add(work);
        if (work is TurnWork)
            _turns++;
        _items.Writer.TryWrite(item);
    }

    public void Release(Work work)
    {
        if (Leased.Remove(work) && work is TurnWork)
            _turns--;
    }

    /// <summary>Ends the worker's items.</summary>
    public void Disconnect() => _items.Writer.TryComplete();
}
