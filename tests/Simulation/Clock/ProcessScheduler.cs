namespace Simulation.Tests.Clock;

/// <summary>
/// The tasks of one process. Whatever the process awaits continues here, because an await captures the scheduler. A stopped
/// process keeps its tasks; those of a killed one are gone.
/// </summary>
internal sealed class ProcessScheduler(EventLoop loop) : TaskScheduler
{
    private readonly List<Task> _tasks = [];
    private bool _isReady;
    private bool _isStopped;
    private bool _isKilled;

    public override int MaximumConcurrencyLevel => 1;

    public void Stop()
    {
        _isStopped = true;
        SetReady(false);
    }

    public void Continue()
    {
        _isStopped = false;
        SetReady(_tasks.Count > 0);
    }

    public void Kill()
    {
        _isKilled = true;
        _tasks.Clear();
        SetReady(false);
    }

    /// <summary>Runs one of the tasks that are ready. Returns whether the scheduler is still among the ready ones.</summary>
    public bool RunOne(Random order)
    {
        var at = order.Next(_tasks.Count);
        var task = _tasks[at];
        _tasks[at] = _tasks[^1];
        _tasks.RemoveAt(_tasks.Count - 1);
        TryExecuteTask(task);

        // The loop removes the scheduler itself, because it knows the place. Only actions of the loop stop or kill a process.
        _isReady = _tasks.Count > 0;
        return _isReady;
    }

    protected override void QueueTask(Task task)
    {
        loop.AssertThread();
        if (_isKilled)
            return;
        _tasks.Add(task);
        SetReady(!_isStopped);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _tasks;

    private void SetReady(bool isReady)
    {
        if (isReady == _isReady)
            return;
        _isReady = isReady;
        if (isReady)
            loop.AddReady(this);
        else
            loop.RemoveReady(this);
    }
}
