using Dapr.DurableTask.Protobuf;
using Embedded.Sidecar.Storage;
using Embedded.Sidecar.Workflows.Instances;

namespace Embedded.Sidecar.Workflows.Rows;

/// <summary>Selects instances that have ended; every condition that is set must hold.</summary>
/// <param name="CreatedFrom">Unix milliseconds; null sets no condition, here and below.</param>
/// <param name="CreatedTo">Unix milliseconds.</param>
/// <param name="EndedBefore">Unix milliseconds.</param>
/// <param name="Statuses">How they ended; an empty list allows every status.</param>
internal sealed record PurgeFilter(long? CreatedFrom, long? CreatedTo, long? EndedBefore, IReadOnlyCollection<OrchestrationStatus> Statuses);

/// <summary>Removes an instance, and its children where that is wanted. Only with force does it remove one that has not ended.</summary>
internal sealed class PurgeOneWork(ActiveInstances instances, string app, string id, bool recursive, bool force)
    : WriteWork<(int Removed, bool HasNotEnded)>
{
    private readonly List<long> _forced = [];
    private int _removed;
    private bool _hasNotEnded;

    protected override (int, bool) Result => (_removed, _hasNotEnded);

    public override void Run(WriteScope scope)
    {
        _removed = 0;
        _hasNotEnded = false;
        _forced.Clear();
        var select = scope.Session.Prepare("SELECT key, ended IS NULL FROM workflow WHERE app = ? AND id = ?").Bind(1, app).Bind(2, id);
        var found = select.Step();
        var (key, active) = found ? (select.Integer(0), select.Integer(1) != 0) : default;
        select.Reset();
        if (!found)
            return;
        _hasNotEnded = active && !force;
        if (!_hasNotEnded)
            Remove(scope.Session, key);
    }

    public override void Committed()
    {
        foreach (var key in _forced)
            instances.Purge(key);
        base.Committed();
    }

    private void Remove(Session session, long key)
    {
        if (recursive)
            foreach (var child in WorkflowRows.ChildrenOf(session, key))
                if (force || !WorkflowRows.IsActive(session, child))
                    Remove(session, child);
        if (force)
            _forced.Add(key);
        WorkflowRows.DeleteInbox(session, key, long.MaxValue);
        WorkflowRows.Delete(session, key);
        _removed++;
    }
}

/// <summary>Removes instances that have ended, a limited number at once, so that other writes don't wait for long.</summary>
internal sealed class PurgeManyWork(string app, PurgeFilter filter) : WriteWork<int>
{
    public const int MostAtOnce = 500;

    private int _removed;

    protected override int Result => _removed;

    public override void Run(WriteScope scope)
    {
        var keys = new List<long>();
        var select = scope.Session.Prepare("""
            SELECT key FROM workflow
            WHERE app = ?1 AND ended IS NOT NULL
                AND (?2 IS NULL OR ended < ?2) AND (?3 IS NULL OR created >= ?3) AND (?4 IS NULL OR created <= ?4)
                AND (?5 = 0 OR (?5 >> status) & 1)
            ORDER BY ended LIMIT ?6
            """)
            .Bind(1, app).Bind(2, filter.EndedBefore).Bind(3, filter.CreatedFrom).Bind(4, filter.CreatedTo)
            .Bind(5, filter.Statuses.Aggregate(0L, (mask, status) => mask | (1L << (int)status))).Bind(6, MostAtOnce);
        while (select.Step())
            keys.Add(select.Integer(0));
        select.Reset();
        foreach (var key in keys)
            WorkflowRows.Delete(scope.Session, key);
        _removed = keys.Count;
    }
}
