using System.Threading.Channels;
using Embedded.Workflow.Protocol;

namespace Embedded.Hub.Workflows.Working;

/// <summary>One connected worker: an open <c>GetWorkItems</c> call. Guarded by the engine's lock, but for the channel.</summary>
internal sealed class Worker
{
    /// <summary>How much a worker has at once that doesn't say how much it wants.</summary>
    public const int MostUnlessSaid = 1_000;

    private readonly Channel<WorkItem> _items = Channel.CreateUnbounded<WorkItem>(new() { SingleReader = true });
    private readonly int _mostTurns;
    private readonly int _mostActivities;
    private int _turns;
    private int _activities;

    public Worker(string app, GetWorkItemsRequest request)
    {
        App = app;
        _mostTurns = request.MaxConcurrentWorkflowWorkItems is > 0 and var turns ? turns : MostUnlessSaid;
        _mostActivities = request.MaxConcurrentActivityWorkItems is > 0 and var activities ? activities : MostUnlessSaid;
    }

    public string App { get; }

    /// <summary>What it was given, in order.</summary>
    public ChannelReader<WorkItem> Items => _items.Reader;

    /// <summary>What it has and has not answered.</summary>
    public HashSet<Work> Has { get; } = [];

    public bool HasRoomFor(Work work) => work is TurnWork ? _turns < _mostTurns : _activities < _mostActivities;

    public void Give(Work work, WorkItem item)
    {
        Has.Add(work);
        Count(work, 1);
        _items.Writer.TryWrite(item);
    }

    public void Free(Work work)
    {
        if (Has.Remove(work))
            Count(work, -1);
    }

    public void End() => _items.Writer.TryComplete();

    private void Count(Work work, int change)
    {
        if (work is TurnWork)
            _turns += change;
        else
            _activities += change;
    }
}
